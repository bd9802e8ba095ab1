// Walks through every page that a person can click to.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { checkPage } from "./checks.mjs";
import { signIn } from "./people.mjs";
import { start } from "./server.mjs";

// walkAs makes a test for each of these people.
export function walkAs(people) {
  let server, browser;
  before(async () => {
    [server, browser] = await Promise.all([start(), launch()]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  for (const person of people) {
    test(`every page that ${person} can click to is whole, accessible and readable at 320 pixels`, async () => {
      const page = await open(browser);
      await signIn(page, server, person);
      const faults = await walk(page);
      await page.context().close();
      assert.equal(faults.length, 0, faults.join("\n\n"));
    });
  }
}

// walk follows every link, each kind of page once, and gathers what is wrong.
async function walk(page) {
  const origin = new URL(page.url()).origin;
  const seen = new Set(["/", "/logg-ut", "/ut"]);
  const waiting = ["/"];
  const faults = [];
  while (waiting.length > 0) {
    const address = waiting.shift();
    const answer = await page.goto(origin + address);
    if (answer.status() !== 200) {
      faults.push(`${address}: ${answer.status()}`);
      page.heard.console = [];
      continue;
    }
    await checkPage(page).catch((fault) => faults.push(fault.message));
    page.heard.console = [];
    for (const next of await links(page)) {
      const kind = kindOf(next);
      if (seen.has(kind)) continue;
      seen.add(kind);
      waiting.push(next);
    }
  }
  return faults;
}

// links are the pages of this house that the page leads to; files are left
// out, for they are no pages.
function links(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("main a[href], header a[href], nav a[href], footer a[href]")]
      .map((link) => new URL(link.href))
      .filter((to) => to.origin === location.origin && !to.pathname.endsWith(".ics") && !to.pathname.endsWith("/mal"))
      .map((to) => to.pathname + to.search),
  );
}

// kindOf is an address without what tells one family, goal or page from the
// next.
function kindOf(address) {
  return address
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "id")
    .replace(/\/\d+(?=\/|$|\?)/g, "/n")
    .replace(/=[^&]*/g, "=");
}
