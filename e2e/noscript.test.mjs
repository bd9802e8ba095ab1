// Without JavaScript: everything that must be possible is possible.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, PHONE } from "./support/browser.mjs";
import { choose, day, heading, press, told } from "./support/forms.mjs";
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

const plain = (options = {}) => open(browser, { javaScriptEnabled: false, ...options });

test("an intake is begun, faults are told, and what was answered is kept", async () => {
  const page = await plain();
  await signIn(page, server, "bodo.koordinator.1", "/familier/ny");
  await page.getByLabel("Navn eller telefonnummer").fill("Eskil Tareskjell");
  await press(page, "Søk");
  await press(page, "Gå videre");
  await press(page, "Gå videre");
  await page.getByRole("alert").waitFor();
  await choose(page, "Hvem henviste", "Fastlege");
  await page.getByLabel("Når ble familien henvist").fill(day(-3));
  await press(page, "Gå videre");
  await heading(page, "Hvorfor har familien rett til en koordinator?");
  await page.goto(`${server.origin("bodo")}/familier/ny`);
  await press(page, "Fortsett");
  await heading(page, "Hvorfor har familien rett til en koordinator?");
  await page.context().close();
});

test("a goal is written, removed and brought back", async () => {
  const page = await plain();
  await signIn(page, server, "bodo.koordinator.1", "/familier");
  const family = await page.getByRole("link", { name: "Trappa" }).first().getAttribute("href");
  await page.goto(`${server.origin("bodo")}${family}/plan/m/ny`);
  await page.getByLabel("Hva vil familien oppnå?").fill("Layal har noen å leke med");
  await page.getByLabel("Livsområde").selectOption({ index: 2 });
  await page.getByLabel("Hele familien").check();
  await press(page, "Lagre målet");
  await told(page, "Målet er skrevet inn.");
  await page.locator("details > summary").filter({ hasText: "Flere valg" }).click();
  await press(page, "Ta ut av planen");
  await told(page, "Målet og tiltakene er tatt ut av planen.");
  await page.getByRole("button", { name: "Angre" }).click();
  await told(page, "Målet står i planen igjen.");
  await page.context().close();
});

test("a caregiver says yes to the plan", async () => {
  const page = await plain({ viewport: PHONE });
  await signIn(page, server, "arendal.omsorgsperson.2");
  await press(page, "Ja, dette er planen vår");
  await press(page, "Ja, jeg er enig i planen");
  await told(page, "Nå har alle sagt ja.");
  await page.context().close();
});

test("the menu opens, and one signs out", async () => {
  const page = await plain();
  await signIn(page, server, "bodo.koordinator.1");
  await page.locator("details.menu > summary").click();
  await page.locator("form[action='/logg-ut'] button").filter({ visible: true }).click();
  await page.waitForURL("**/logg-inn");
  await page.goto(server.origin("bodo"));
  assert.match(page.url(), /\/logg-inn/);
  await page.context().close();
});
