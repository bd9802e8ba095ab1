// A leader sets somebody away; their families come first, by codes alone, and
// get another coordinator. Where there is only one, the leader is told so.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { about, day, heading, press, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

inBothLanguages({ place: "bodo", names: ["Blåklokke", "Tjernsvåget", "Jonas", "Tindskard"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let page;

  step("a leader writes that somebody is away", async () => {
    page = await house.enter("bodo.leder.1", "/enhet");
    await page.getByText(say("Alle familier har en koordinator som er på jobb.")).waitFor();
    await look(page);
    await press(page, say("Fravær"));
    await look(page);
    await page.getByRole("link", { name: about(say("Endre"), "Jonas") }).click();
    await heading(page, say("Når er Jonas Tindskard borte?"));
    await page.getByLabel(say("Borte fra")).fill(day(-1));
    await page.getByLabel(say("Borte til og med")).fill(day(-3));
    await press(page, say("Lagre"));
    await page.getByRole("alert").waitFor();
    forgetFault(page, 422);
    await look(page);
    await page.getByLabel(say("Borte til og med")).fill(day(30));
    await press(page, say("Lagre"));
    await told(page, say("Fraværet er lagret."));
  });

  step("their family comes first, without a name, and is given another coordinator", async () => {
    await page.goto(at("/enhet"));
    await page.getByText(say("Koordinatoren har sluttet eller er borte. Gi familien en som er her.")).waitFor();
    assert.doesNotMatch(await page.content(), /Blåklokke|Tjernsvåget|Emrik|Saga/);
    await look(page);
    await picture(page, "enheten");
    await page.getByRole("link", { name: say("Flytt stafettpinnen") }).first().click();
    await page.getByLabel(/Marit Sjøbakkmo/).check();
    await page.getByLabel(say("Hvorfor?")).fill("Jonas er borte, og familien har møtt Marit.");
    await look(page);
    await press(page, say("Flytt stafettpinnen"));
    await told(page, say("Stafettpinnen er flyttet. Begge og familien har fått beskjed."));
    await page.getByText(say("Alle familier har en koordinator som er på jobb.")).waitFor();
  });

  step("the other coordinator finds the family", async () => {
    const next = await house.enter("bodo.koordinator.1", "/familier");
    await next.getByRole("link", { name: "Blåklokke" }).first().waitFor();
    await look(next);
  });
});

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("in nynorsk a leader is told that nobody can take over where there is one coordinator", async () => {
  const page = await open(browser, { locale: "nn-NO" });
  await signIn(page, server, "lillesand.leiar.1", "/enhet");
  await checkPage(page);
  await page.locator("main a[href*='/enhet/flytt/']").first().click();
  await page.waitForURL("**/enhet/flytt/**");
  await checkPage(page);
  assert.equal(await page.locator("main form").count(), 0);
});
