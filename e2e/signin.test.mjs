// The door: choosing it, coming in by it, and not coming in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { signIn, signOut } from "./support/people.mjs";
import { start } from "./support/server.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the first page says nothing of what the service is for, and is easy to read and hit", async () => {
  const page = await open(browser, { viewport: PHONE });
  await page.goto(server.origin("bodo"));
  await page.waitForURL("**/logg-inn**");
  await checkPage(page);
  const text = await page.locator("body").innerText();
  assert.doesNotMatch(text, /vold|overgrep|barnevern|krise/i);
  await screenshot(page, "logg-inn-telefon");
  await page.getByRole("link", { name: "Slik tar vi vare på opplysninger" }).click();
  await checkPage(page);
  for (const path of ["/hjelp", "/tilgjengelighet"]) {
    await page.goto(server.origin("bodo") + path);
    await checkPage(page);
  }
  await page.context().close();
});

test("a coordinator comes in by the job's door and goes out by the menu", async () => {
  const page = await open(browser);
  await page.goto(server.origin("bodo"));
  await page.getByRole("link", { name: "Logg inn med jobbkonto" }).click();
  await checkPage(page);
  await page.locator("button[value='bodo.koordinator.1']").click();
  await page.getByRole("heading", { level: 1, name: /Marit/ }).waitFor();
  await signOut(page);
  await checkPage(page);
  await page.goto(`${server.origin("bodo")}/familier`);
  await page.waitForURL("**/logg-inn**");
  await page.context().close();
});

test("one who is known in another municipality finds no place in this one", async () => {
  const page = await open(browser);
  await page.goto(`${server.origin("bodo")}/logg-inn/ansatt`);
  await page.locator("details > summary").click();
  await page.locator("button[value='arendal.koordinator.1']").click();
  await page.getByRole("heading", { level: 1, name: "Vi fant ingen plass til deg her" }).waitFor();
  forgetFault(page, 403);
  await checkPage(page, { names: ["Kristoffer"] });
  await page.context().close();
});

test("an address that was asked for before signing in is where one arrives", async () => {
  const page = await open(browser);
  await signIn(page, server, "bodo.koordinator.1", "/tjenester");
  assert.equal(new URL(page.url()).pathname, "/tjenester");
  await checkPage(page);
  await page.context().close();
});
