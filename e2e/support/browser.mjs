// Starts Chromium and gives each test a browser of its own. CHROMIUM names
// another program than the one Debian installs.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const OUT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "out");

// Playwright gives --user-data-dir a new empty folder for each launch.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=nb-NO",
];

export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const NARROW = { width: 320, height: 700 };

// program is the Chromium to use, or a clear fault.
function program() {
  const named = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(named)) throw new Error(`no Chromium at ${named}: apt-get install chromium, or set CHROMIUM`);
  return named;
}

// launch starts one browser for a file of tests; close it in after().
export function launch() {
  return chromium.launch({ executablePath: program(), args: FLAGS, headless: true });
}

// launchRemembering starts one that keeps left pages in memory, as people's
// browsers do and Playwright's do not.
export function launchRemembering() {
  return chromium.launch({
    executablePath: program(), args: FLAGS, headless: true, ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}

// open gives a test a page with nothing kept from before. What the page says
// in the console and what it fetches is gathered, for checkPage.
export async function open(browser, options = {}) {
  const context = await browser.newContext({
    viewport: DESK,
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.heard = { console: [], foreign: [] };
  page.on("console", (message) => {
    if (message.type() === "error") page.heard.console.push(`${message.text()} (${page.url()})`);
  });
  page.on("pageerror", (error) => page.heard.console.push(String(error)));
  page.on("request", (request) => {
    const own = new URL(page.url() === "about:blank" ? request.url() : page.url());
    const other = new URL(request.url());
    const local = other.protocol === "data:" || other.protocol === "blob:" || other.protocol === "about:";
    if (!local && !request.isNavigationRequest() && other.origin !== own.origin) page.heard.foreign.push(request.url());
  });
  return page;
}

// screenshot keeps a picture of the whole page in e2e/out, for people to look
// at and for the guide.
export async function screenshot(page, name) {
  await mkdir(OUT, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => window.scrollTo(0, 0)));
  const file = path.join(OUT, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  return file;
}

// temporary runs work with a folder that is gone afterwards, for downloads.
export async function temporary(work) {
  const folder = await mkdtemp(path.join(tmpdir(), "hverdag-e2e-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
