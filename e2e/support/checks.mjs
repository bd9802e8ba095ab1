// What every page must keep: accessible by axe, readable at 320 pixels, one
// heading of the first level, a title that tells on nobody, nothing in the
// console, nothing fetched from elsewhere, targets that can be hit.

import assert from "node:assert/strict";
import axe from "axe-core";
import { NARROW } from "./browser.mjs";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Words that must not stand in a title or an address: they stay in histories
// and on shared screens.
const TELLING = /vold|overgrep|mishandl|krise|barnevern|barnehus|politi|incest|trusler?\b|sperret adresse/i;

// checkPage holds the page, as it stands, against all of it. names are names
// of people that must not stand in the title or the address.
export async function checkPage(page, { names = [] } = {}) {
  await checkAxe(page);
  await checkHeading(page);
  await checkNeutral(page, names);
  await checkReflow(page);
  checkQuiet(page);
}

// checkAxe finds no violation of WCAG 2.2 AA or of best practice.
export async function checkAxe(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (values) => {
    const found = await window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return found.violations;
  }, AXE_TAGS);
  const told = violations.map(
    (v) => `${v.id}: ${v.help}\n` + v.nodes.map((n) => `    ${n.target.join(" ")}\n      ${n.failureSummary}`).join("\n"),
  );
  assert.equal(told.length, 0, `axe at ${page.url()}:\n${told.join("\n")}`);
}

// checkReflow finds nothing wider than the window at 320 pixels (WCAG
// 1.4.10), and puts the window back.
export async function checkReflow(page) {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate((limit) => {
    const width = document.documentElement.scrollWidth;
    if (width <= limit) return null;
    const sinners = [...document.body.querySelectorAll("*")]
      .filter((e) => e.getBoundingClientRect().right > limit + 0.5)
      .slice(0, 8)
      .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`);
    return { width, sinners };
  }, NARROW.width);
  if (before) await page.setViewportSize(before);
  assert.equal(wide, null, `${page.url()} is too wide at ${NARROW.width}: ${JSON.stringify(wide)}`);
}

// checkHeading finds exactly one h1, with words in it.
export async function checkHeading(page) {
  const headings = await page.locator("h1").allTextContents();
  assert.equal(headings.length, 1, `${page.url()} has ${headings.length} h1: ${headings.join(" | ")}`);
  assert.notEqual(headings[0].trim(), "", `${page.url()} has an empty h1`);
}

// checkNeutral finds no telling word and no name in the title or the address.
export async function checkNeutral(page, names = []) {
  const title = await page.title();
  const address = decodeURIComponent(new URL(page.url()).pathname);
  assert.notEqual(title.trim(), "", `${page.url()} has no title`);
  for (const text of [title, address]) {
    assert.doesNotMatch(text, TELLING, `a telling word: ${text}`);
    for (const name of names) assert.ok(!text.toLowerCase().includes(name.toLowerCase()), `the name ${name} in: ${text}`);
  }
}

// checkQuiet finds nothing in the console and nothing fetched from elsewhere
// since the page was opened.
export function checkQuiet(page) {
  assert.deepEqual(page.heard.console, [], `the console at ${page.url()}`);
  assert.deepEqual(page.heard.foreign, [], `fetched from elsewhere at ${page.url()}`);
}

// forgetFault takes away the console's word about an answer that a test asked
// for on purpose, such as 404 or 422.
export function forgetFault(page, status) {
  page.heard.console = page.heard.console.filter((line) => !line.includes(`status of ${status}`));
}

// checkTargets finds no control smaller than 44 pixels high in the window as
// it stands; links in running text are left out, as WCAG does.
export async function checkTargets(page, least = 44) {
  const small = await page.evaluate((limit) => {
    const controls = document.querySelectorAll("button, summary, .ds-button, select, .topnav a, .bottom-nav a, .subnav a, .choice label, .scale-choice label");
    return [...controls]
      .filter((e) => e.checkVisibility())
      .map((e) => ({ text: e.textContent.trim().slice(0, 40), height: e.getBoundingClientRect().height }))
      .filter((e) => e.height < limit - 0.5);
  }, least);
  assert.deepEqual(small, [], `small targets at ${page.url()}`);
}
