// npm run pictures: takes the pictures of docs/guide anew, from the demo as it
// is on the first day, and full pages on desk and phone to e2e/out for whoever
// wants to look.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { choose, day } from "./support/forms.mjs";
import { small } from "./support/palette.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "docs", "guide", "bilder");
const LIMIT = 120 * 1024; // bytes a picture may take in the repository
const DESK = { width: 1080, height: 720 };

const server = await start();
const browser = await launch();
const reader = await open(browser); // has no rules of its own for what pages may do
try {
  await mkdir(FOLDER, { recursive: true });
  await coordinator();
  await strict();
  await caregiver();
  await fullPages();
} finally {
  await browser.close();
  await server.stop();
}

async function coordinator() {
  const page = await open(browser, { viewport: DESK });
  await signIn(page, server, "bodo.koordinator.1");
  await picture(page, "min-dag");
  await page.goto(`${server.origin("bodo")}/familier/ny`);
  await picture(page, "ta-imot");
  await page.goto(`${server.origin("bodo")}/familier`);
  const family = await page.getByRole("link", { name: "Fjæra" }).first().getAttribute("href");
  const at = (part) => page.goto(server.origin("bodo") + family + part);
  await at("");
  await picture(page, "familien");
  await at("/plan");
  await picture(page, "planen");
  await at("/plan/bord");
  await picture(page, "ved-bordet");
  await at("/plan/m/ny");
  await page.getByLabel("Hva vil familien oppnå?").fill("Vi spiser frokost sammen");
  await page.getByLabel(/Hva sier barnet selv/).fill("Med lys på bordet.");
  await picture(page, "mal");
  await at("/plan");
  await page.getByRole("link", { name: /Nytt tiltak.*Rolige kvelder/ }).click();
  await page.getByLabel("Hva skal gjøres?").fill("Eli blir med hjem en kveld");
  await choose(page, "Ansvarlig", "Eli");
  await page.getByLabel("Ragnhild").check();
  await page.getByLabel("Når?").fill(day(0));
  await page.getByRole("heading", { name: "Familiens ja" }).evaluate((title) => {
    document.activeElement.blur();
    window.scrollTo(0, title.getBoundingClientRect().top + window.scrollY - 100);
  });
  await picture(page, "familiens-ja");
  await at("/logg");
  await picture(page, "logg");
  await page.context().close();
}

async function strict() {
  const page = await open(browser, { viewport: DESK });
  await signIn(page, server, "arendal.koordinator.1", "/familier");
  await page.getByRole("link", { name: "Vinterlys" }).first().click();
  await page.waitForURL("**/f/**");
  await picture(page, "beskyttet-adresse");
  await page.context().close();
}

async function caregiver() {
  const page = await open(browser, { viewport: PHONE });
  await signIn(page, server, "arendal.omsorgsperson.2");
  await picture(page, "planen-var");
  await page.goto(`${server.origin("arendal")}/velkommen`);
  await picture(page, "velkommen");
  await page.goto(`${server.origin("arendal")}/sett`);
  await picture(page, "hvem-har-sett");
  await page.context().close();
}

// picture keeps what the window shows, and refuses one that is too big.
async function picture(page, name) {
  await page.evaluate(() => document.fonts.ready);
  const png = await small(reader, await page.screenshot({ caret: "hide" }));
  if (png.length > LIMIT) throw new Error(`${name}.png is ${png.length} bytes, above ${LIMIT}`);
  await writeFile(path.join(FOLDER, `${name}.png`), png);
}

// fullPages are the ten pages that matter most, desk and phone.
async function fullPages() {
  const pages = [
    ["bodo.koordinator.1", ["", "/plan", "/plan/bord", "/logg", "/sett"]],
    ["arendal.omsorgsperson.2", ["/", "/framover", "/rettigheter"]],
    ["bodo.laerer.1", ["/"]],
    ["bodo.koordinator.1", ["/"]],
  ];
  for (const [size, viewport] of [["desk", { width: 1280, height: 900 }], ["telefon", PHONE]]) {
    for (const [person, addresses] of pages) {
      const page = await open(browser, { viewport });
      const origin = server.origin(person.split(".")[0]);
      await signIn(page, server, person, "/familier");
      const inFamily = addresses.includes("/plan");
      const family = inFamily ? await page.getByRole("link", { name: "Fjæra" }).first().getAttribute("href") : "";
      for (const address of addresses) {
        await page.goto(origin + family + address);
        await screenshot(page, `side-${person.split(".")[1]}-${address.replaceAll("/", "") || (family ? "familien" : "hjem")}-${size}`);
      }
      await page.context().close();
    }
  }
}
