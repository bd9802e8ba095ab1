// A team around a child: the family's yes, the coordinator's invitation, the
// leader who finds the right person, that person's own yes, and what each sees.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, checkTargets } from "./support/checks.mjs";
import { choose, heading, press, tick, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { addressOf, signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Saga", "Emrik", "Linn", "Tjernsvåget", "Blåklokke"];
const OTHERS = /Emrik kommer seg|Morfar går sammen|går til skolen selv/; // Emrik's goal and measures
let server, browser, coordinator, leader, teacher, family, shared;
const at = (path) => server.origin("bodo") + path;
const check = (page) => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  coordinator = await open(browser);
  await signIn(coordinator, server, "bodo.koordinator.2");
  family = await addressOf(coordinator, server.origin("bodo"), "Blåklokke");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("no unit can be invited before the family has said yes to it", async () => {
  await coordinator.goto(at(`${family}/lag`));
  await check(coordinator);
  await screenshot(coordinator, "laget");
  const units = await coordinator.getByLabel(/^Hvem vil du invitere/).locator("option").allTextContents();
  assert.ok(!units.some((unit) => unit.includes("Fjæremyra skole")), units.join(" | "));
  await coordinator.goto(at(`${family}/samtykker/nytt`));
  await tick(coordinator, "Hva er det til?", "Samarbeide om planen");
  await choose(coordinator, /^Til hvem/, "Fjæremyra skole");
  await tick(coordinator, "Hvem gjelder det?", "Saga");
  await tick(coordinator, "Hva ber vi om å dele?", "Hvem som er i familien", "Målene", "Tiltakene");
  await tick(coordinator, "Hvem svarer?", "Linn");
  await tick(coordinator, "Hva ble svaret?", "Ja til alt");
  await tick(coordinator, "Hvordan ble det sagt?", "Muntlig");
  await coordinator.getByLabel(/Hvor og til hvem/).fill("Til meg, hjemme hos Linn.");
  await press(coordinator, "Lagre");
  await told(coordinator, "Samtykket er skrevet ned.");
});

step("the coordinator invites the school, and waits for its leader", async () => {
  await coordinator.goto(at(`${family}/lag`));
  await choose(coordinator, /^Hvem vil du invitere/, "Fjæremyra skole");
  await coordinator.locator("textarea[name=note]").fill("Saga trenger en voksen å tegne sammen med.");
  await press(coordinator, "Inviter");
  await told(coordinator, "Invitasjonen er sendt.");
  await coordinator.getByText(/^Venter på lederen siden/).waitFor();
  await check(coordinator);
});

step("the leader sees what is asked for and nothing of the plan, and asks the right person", async () => {
  leader = await open(browser, { viewport: PHONE, hasTouch: true });
  await signIn(leader, server, "bodo.rektor.1", "/invitasjoner");
  await check(leader);
  await checkTargets(leader);
  await screenshot(leader, "invitasjoner");
  const text = await leader.locator("main").innerText();
  assert.match(text, /Saga trenger en voksen å tegne sammen med/);
  assert.doesNotMatch(text, /Saga har noen å snakke med|Tjernsvåget/);
  const card = leader.locator(".card").filter({ hasText: "Laget rundt Saga" });
  await card.getByRole("combobox").selectOption({ label: await card.locator("option", { hasText: "Silje Rognebu" }).first().textContent() });
  await card.getByRole("button", { name: /^Spør personen/ }).click();
  await told(leader, "Personen er spurt og har fått beskjed.");
  await check(leader);
  const answer = await leader.goto(at(family));
  assert.equal(answer.status(), 404);
});

step("before her own yes the teacher is not inside, and after it she sees what was shared and nothing else", async () => {
  teacher = await open(browser);
  await signIn(teacher, server, "bodo.laerer.1");
  const before = await teacher.goto(at(family));
  assert.equal(before.status(), 404);
  teacher.heard.console = [];
  await teacher.goto(at("/invitasjoner"));
  await check(teacher);
  await screenshot(teacher, "invitasjon");
  await teacher.getByRole("button", { name: /^Ja, jeg blir med/ }).click();
  await told(teacher, "Du er med i laget.");
  await teacher.goto(at(family));
  await teacher.getByText(/^Delt med deg fordi familien har sagt ja til Fjæremyra skole\./).waitFor();
  await check(teacher);
  await screenshot(teacher, "delt-med-deg");
  shared = await teacher.locator("main h3").allTextContents();
  const text = await teacher.locator("main").innerText();
  assert.match(text, /Saga har noen å snakke med/);
  assert.doesNotMatch(text, OTHERS);
  for (const path of ["/plan", "/logg", "/personer", "/samtykker", "/lag", "/bakgrunn", "/dokumenter"]) {
    const answer = await teacher.goto(at(family + path));
    assert.equal(answer.status(), 404, path);
  }
});

step("the family sees with the teacher's eyes exactly what she sees, and when she looked", async () => {
  const mother = await open(browser, { viewport: PHONE, hasTouch: true });
  await signIn(mother, server, "bodo.omsorgsperson.3", "/deling");
  await check(mother);
  await checkTargets(mother);
  await screenshot(mother, "hvem-ser-hva");
  await mother.getByRole("link", { name: "Vis som Silje Rognebu" }).click();
  await mother.getByText("Slik ser det ut for Silje Rognebu").waitFor();
  await check(mother);
  await screenshot(mother, "vis-som");
  const text = await mother.locator("main").innerText();
  assert.doesNotMatch(text, OTHERS);
  const titles = await mother.locator("main h3").allTextContents();
  assert.deepEqual(titles, shared);
  await mother.goto(at("/deling"));
  await mother.getByText(/Så sist i dag/).first().waitFor();
  await mother.context().close();
});

step("the coordinator takes her out of the team with one click, and her next click finds nothing", async () => {
  await coordinator.goto(at(`${family}/lag`));
  await check(coordinator);
  await coordinator.getByRole("button", { name: /^Ta ut av laget.*Silje Rognebu/ }).click();
  await told(coordinator, "Personen ser ikke lenger noe om familien.");
  const answer = await teacher.goto(at(family));
  assert.equal(answer.status(), 404);
});
