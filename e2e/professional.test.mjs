// A professional: the measures that are theirs, and nothing else of a family.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, checkTargets } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Vilja", "Silje", "Sjøgløtt", "Fjæra"];
let server, browser, page;
const at = (path) => server.origin("bodo") + path;
const check = () => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser, { viewport: PHONE });
  await signIn(page, server, "bodo.laerer.1");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("a teacher sees their own measures, with why they are shown, and nobody the family has not said yes about", async () => {
  await heading(page, "Mine tiltak");
  await check();
  await checkTargets(page);
  await screenshot(page, "mine-tiltak-telefon");
  const text = await page.locator("main").innerText();
  assert.match(text, /ti minutter sammen hver mandag og torsdag/);
  assert.match(text, /Delt med deg fordi familien sa ja/);
  assert.doesNotMatch(text, /Alva|Ragnhild|Sjøgløtt|Rolige kvelder|fritidskort|Mormor/);
});

step("under way, done, and not after all are one click each", async () => {
  await page.getByRole("link", { name: /Skolen sier fra dagen før/ }).click();
  await check();
  await press(page, "I gang");
  await told(page, "Tiltaket er i gang.");
  await press(page, "Gjort");
  await told(page, "Fint. Tiltaket er gjort.");
  await check();
  await page.getByRole("button", { name: "Angre" }).click();
  await told(page, "Tiltaket er i gang.");
});

step("a note about a measure reaches the coordinator", async () => {
  await page.goto(at("/"));
  await page.getByRole("link", { name: /ti minutter sammen/ }).click();
  await page.getByLabel("Hva vil du si?").fill("Vikaren for fredag er avlyst.");
  await press(page, "Send beskjeden");
  await told(page, "Beskjeden er sendt til koordinatoren.");
  await check();
  const coordinator = await open(browser);
  await signIn(coordinator, server, "bodo.koordinator.1");
  await coordinator.getByText(/Beskjed fra Silje/).first().waitFor();
  await coordinator.context().close();
});

step("the family, the plan and other people's measures do not exist for one who only has measures", async () => {
  const teacher = await open(browser);
  await signIn(teacher, server, "bodo.barnehagelaerer.1");
  const coordinator = await open(browser);
  await signIn(coordinator, server, "bodo.koordinator.1", "/familier");
  const family = await coordinator.getByRole("link", { name: "Fjæra" }).first().getAttribute("href");
  await coordinator.goto(at(`${family}/plan`));
  const other = await coordinator.getByRole("link", { name: /Tre samtaler om søvn/ }).first().getAttribute("href");
  await coordinator.context().close();
  const measure = other.split("/").at(-1);
  for (const path of [family, `${family}/plan`, `${family}/logg`, `${family}/personer`, other, `/tiltak/${measure}`, "/familier", "/framover"]) {
    const answer = await teacher.goto(at(path));
    assert.equal(answer.status(), 404, path);
  }
  await teacher.context().close();
});
