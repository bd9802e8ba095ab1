// Two who each have the care of one sibling: each sees their own child's part
// of the same plan, and nothing that tells of the other child's goals.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage } from "./support/checks.mjs";
import { heading } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const PAGES = ["/", "/framover", "/deling", "/deling/samtykke", "/sett", "/meldinger", "/dokumenter", "/rettigheter", "/koordinator", "/plan/foresla"];
const LINUS = /Linus får ro|Jeg må klatre først|Klatre en halvtime|pausekoffert|Linus klatrer|roe seg etter skolen/;
const TIRIL = /Tiril har noen å gjøre lekser|Det er kjedelig alene|Leksehjelp|ser på matten|venner som vet/;
let server, browser;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// told is all that one caregiver can read on their own pages.
async function told(person, picture) {
  const page = await open(browser, { viewport: PHONE });
  await signIn(page, server, person);
  await heading(page, "Planen vår");
  await screenshot(page, picture);
  let text = "";
  for (const path of PAGES) {
    const answer = await page.goto(server.origin("kristiansand") + path);
    assert.equal(answer.status(), 200, `${person} at ${path}`);
    await checkPage(page, { names: ["Linus", "Tiril", "Ekorn"] });
    text += `\n${path}\n` + (await page.content());
  }
  await page.context().close();
  return text;
}

test("he who has the care of Linus sees Linus' goals and what is everybody's, and learns of none of Tiril's", async () => {
  const text = await told("kristiansand.omsorgsperson.3", "plan-for-linus");
  assert.match(text, /Linus får ro i kroppen etter skolen/);
  assert.match(text, /De samme reglene i begge hus/);
  assert.doesNotMatch(text, TIRIL);
});

test("she who has the care of Tiril sees Tiril's goals and what is everybody's, and learns of none of Linus'", async () => {
  const text = await told("kristiansand.omsorgsperson.4", "plan-for-tiril");
  assert.match(text, /Tiril har noen å gjøre lekser sammen med/);
  assert.match(text, /De samme reglene i begge hus/);
  assert.doesNotMatch(text, LINUS);
});
