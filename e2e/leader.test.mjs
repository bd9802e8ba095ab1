// A leader sets somebody away; their families come first, by codes alone, and
// get another coordinator. In bokmål, and the empty unit in nynorsk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { day, heading, press, told } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the family of somebody who is away comes first, and is given another coordinator", async () => {
  const page = await open(browser);
  await signIn(page, server, "bodo.leder.1", "/enhet");
  await page.getByText("Alle familier har en koordinator som er på jobb.").waitFor();
  await checkPage(page);
  await press(page, "Fravær");
  await checkPage(page);
  await page.getByRole("link", { name: /Endre.*Jonas/ }).click();
  await heading(page, "Når er Jonas Tindskard borte?");
  await page.getByLabel(/Borte fra/).fill(day(-1));
  await page.getByLabel(/Borte til/).fill(day(-3));
  await press(page, "Lagre");
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await checkPage(page);
  await page.getByLabel(/Borte til/).fill(day(30));
  await press(page, "Lagre");
  await told(page, "Fraværet er lagret.");
  await page.goto(`${server.origin("bodo")}/enhet`);
  await page.getByText("Gi familien en som er her.").waitFor();
  assert.doesNotMatch(await page.content(), /Blåklokke|Tjernsvåget|Emrik|Saga/);
  await checkPage(page);
  await screenshot(page, "enheten");
  await page.getByRole("link", { name: /Flytt stafettpinnen/ }).first().click();
  await page.getByLabel(/Marit Sjøbakkmo/).check();
  await page.getByLabel("Hvorfor?").fill("Jonas er borte, og familien har møtt Marit.");
  await checkPage(page);
  await press(page, "Flytt stafettpinnen");
  await told(page, "Stafettpinnen er flyttet.");
  await page.getByText("Alle familier har en koordinator som er på jobb.").waitFor();
  const next = await open(browser);
  await signIn(next, server, "bodo.koordinator.1", "/familier");
  assert.equal(await next.getByRole("link", { name: "Blåklokke" }).count() > 0, true);
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
