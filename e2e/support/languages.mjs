// A journey in both written languages. Its words stand in bokmål in the tests,
// as people read them; in nynorsk the same sentence is looked for as the files
// of the locale say it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe } from "node:test";
import { launch, open, screenshot } from "./browser.mjs";
import { checkPage } from "./checks.mjs";
import { journey } from "./journey.mjs";
import { signIn } from "./people.mjs";
import { start } from "./server.mjs";

const LOCALE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "web", "locale");
const NAMES = { nb: "bokmål", nn: "nynorsk" };

// inBothLanguages makes a journey twice, each in a house of its own, so that
// what is done in one language is not already done in the other. The walk is
// given the house: step, say, at, enter, look and picture. place is one, or
// one for each language; names must not stand in any title or address; prepare may put
// something in the program's folder before it starts.
export function inBothLanguages({ place, names = [], prepare }, walk) {
  for (const language of Object.keys(NAMES)) {
    describe(`in ${NAMES[language]}`, () => {
      const house = houseIn(language, place[language] ?? place, names, prepare);
      before(() => house.open());
      after(() => house.close());
      walk(house);
    });
  }
}

function houseIn(language, place, names, prepare) {
  const house = { language, place, step: journey(), say: speaker(language) };
  house.open = async () => {
    [house.server, house.browser] = await Promise.all([start(prepare), launch()]);
    await setLanguage(house);
  };
  house.close = async () => {
    await house.browser?.close();
    await house.server?.stop();
  };
  house.at = (address) => house.server.origin(place) + address;
  // enter lets somebody in, who reads this language.
  house.enter = async (person, to = "/", options = {}) => {
    const page = await open(house.browser, { locale: `${language}-NO`, ...options });
    await signIn(page, house.server, person, to);
    if ((await spoken(page)) === language) return page;
    const town = house.server.origin(person.split(".")[0]);
    await page.goto(`${town}/meg`);
    await page.locator(`input[name=language][value=${language}]`).check();
    await page.locator("main form[action='/meg'] button[type=submit]").click();
    await page.locator(".flash").waitFor();
    await page.goto(town + to);
    return page;
  };
  // look holds the page against all that a page must keep.
  house.look = async (page) => {
    assert.equal(await spoken(page), language, `the language at ${page.url()}`);
    await checkPage(page, { names });
  };
  house.picture = (page, name) => screenshot(page, language === "nb" ? name : `${name}-nynorsk`);
  return house;
}

function spoken(page) {
  return page.locator("html").getAttribute("lang");
}

// setLanguage is the administrator who chooses the municipality's language,
// where it is another: it is what guests read, and those who have chosen none.
async function setLanguage(house) {
  const page = await open(house.browser);
  await page.goto(house.at("/logg-inn"));
  if ((await spoken(page)) !== house.language) {
    await signIn(page, house.server, `${house.place}.administrator.1`, "/admin/ord");
    const form = page.locator("form[action='/admin/ord/sprak']");
    await form.locator(`input[name=language][value=${house.language}]`).check();
    await form.locator("button[type=submit]").click();
    await page.locator(".flash").waitFor();
  }
  await page.context().close();
}

// speaker says in a language what is written here in bokmål. A sentence that
// the pages do not say is a fault. say.start is how one begins.
function speaker(language) {
  const wanted = texts(language);
  const templates = [...texts("nb")].map(([key, text]) => ({ text, to: wanted.get(key), letters: bare(text).length }));
  templates.sort((a, b) => b.letters - a.letters);
  const exact = new Map(templates.map(({ text, to }) => [text, to]));
  const whole = (sentence) => exact.get(sentence) ?? lifted(exact.get(lowered(sentence)));
  const filled = (text, values) => text.replace(HOLE, (_, name) => whole(values[name]) ?? values[name]);
  const say = (sentence) => {
    const same = whole(sentence);
    if (same) return same;
    const found = templates.find(({ text, letters }) => letters * 4 > bare(sentence).length && patternOf(text).test(sentence));
    if (!found) throw new Error(`the pages do not say: ${sentence}`);
    return filled(found.to, patternOf(found.text).exec(sentence).groups ?? {});
  };
  say.start = (words) => {
    const begins = templates.flatMap(({ text, to }) =>
      [...text.matchAll(HOLE)].map((hole) => ({ text: text.slice(0, hole.index).trimEnd(), to: to.slice(0, to.indexOf(hole[0])).trimEnd() })),
    );
    begins.sort((a, b) => bare(b.text).length - bare(a.text).length);
    const found = begins.find(({ text }) => bare(text).length > 2 && patternOf(text).test(words));
    if (!found) throw new Error(`nothing on the pages begins with: ${words}`);
    return filled(found.to, patternOf(found.text).exec(words).groups ?? {});
  };
  return say;
}

const lowered = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const lifted = (text) => text && text.charAt(0).toUpperCase() + text.slice(1);

const HOLE = /\{\{\s*\.(\w+)\s*\}\}/g;

const bare = (text) => text.replace(HOLE, "").replace(/[^\p{L}]/gu, "");

// patternOf is a text with its holes open.
function patternOf(text) {
  const known = new Set();
  const source = text.split(HOLE).map((part, at) => {
    if (at % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    if (known.has(part)) return `\\k<${part}>`;
    known.add(part);
    return `(?<${part}>.+)`;
  });
  return new RegExp(`^${source.join("")}$`, "u");
}

// texts are all that the pages say in a language, each form by its key.
function texts(language) {
  const said = new Map();
  for (const file of readdirSync(path.join(LOCALE, language))) {
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(path.join(LOCALE, language, file), "utf8")))) {
      if (typeof text === "string") said.set(key, text);
      else for (const [form, one] of Object.entries(text)) said.set(`${key} ${form}`, one);
    }
  }
  return said;
}
