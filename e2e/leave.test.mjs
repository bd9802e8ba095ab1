// Leaving in a hurry: the session is over, and Back shows nothing. With the
// browser's own memory of pages (bfcache) on, as people have it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchRemembering, open, PHONE } from "./support/browser.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const READABLE = /Planen vår|taco|Det som skjer|Familiens hus/;
let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launchRemembering()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// reading is a caregiver in the middle of their plan, who has read more than
// one page. The neutral page is answered here: tests reach no other machine.
async function reading(options = {}) {
  const page = await open(browser, { viewport: PHONE, ...options });
  await page.context().route("https://www.yr.no/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Været</title><h1>Været</h1>" }));
  await signIn(page, server, "arendal.omsorgsperson.1");
  await page.goto(`${server.origin("arendal")}/framover`);
  await page.goto(`${server.origin("arendal")}/`);
  return page;
}

async function nothingLeft(page) {
  await sessionOver(page);
  for (let back = 0; back < 3; back++) {
    await page.goBack({ waitUntil: "load" }).catch(() => null);
    const text = await page.evaluate(() => (document.body ? document.body.innerText : ""));
    assert.doesNotMatch(text, READABLE, `readable after ${back + 1} times Back, at ${page.url()}`);
  }
  await page.goto(`${server.origin("arendal")}/`);
  assert.match(page.url(), /\/logg-inn/);
}

// sessionOver waits for the word to the server, which is sent while the
// neutral page is already loading.
async function sessionOver(page) {
  for (let tries = 0; tries < 30; tries++) {
    const cookies = await page.context().cookies(server.origin("arendal"));
    if (cookies.every((cookie) => cookie.value === "")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("a cookie is left three seconds after leaving");
}

test("the button leaves at once, ends the session, and Back shows nothing readable", async () => {
  const page = await reading();
  const began = Date.now();
  await page.getByRole("button", { name: /Forlat siden nå/ }).click({ noWaitAfter: true });
  await page.waitForURL("https://www.yr.no/**");
  assert.ok(Date.now() - began < 2000, `leaving took ${Date.now() - began} ms`);
  await nothingLeft(page);
  await page.context().close();
});

test("Shift three times leaves as well", async () => {
  const page = await reading({ viewport: { width: 1280, height: 800 } });
  for (let press = 0; press < 3; press++) await page.keyboard.press("Shift");
  await page.waitForURL("https://www.yr.no/**");
  await nothingLeft(page);
  await page.context().close();
});

test("Shift used for writing leaves nobody", async () => {
  const page = await reading({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.origin("arendal")}/plan/foresla`);
  await page.getByLabel("Hva vil du endre?").click();
  await page.keyboard.type("Vi Vil Ha Fri");
  for (const letter of ["A", "B", "C"]) await page.keyboard.press(`Shift+${letter}`);
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/plan\/foresla/);
  await page.context().close();
});

test("without JavaScript the button ends the session and goes on to a neutral page by itself", async () => {
  const page = await reading({ javaScriptEnabled: false });
  await page.getByRole("button", { name: /Forlat siden nå/ }).click();
  await page.waitForURL("https://www.yr.no/**");
  await page.goto(`${server.origin("arendal")}/`);
  assert.match(page.url(), /\/logg-inn/);
  await page.context().close();
});
