// The baton goes from one coordinator to another: the one asks, the other says
// yes, and from then on only the other finds the family. A caregiver says whom
// they wish.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { fetched } from "./support/fetch.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const names = ["Ragnhild", "Sjøgløtt", "Fjæra", "Jonas", "Tindskard"];
let server, browser, old, young, home, family;
const at = (path) => server.origin("bodo") + path;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  old = await open(browser);
  young = await open(browser);
  home = await open(browser, { viewport: PHONE });
  await signIn(old, server, "bodo.koordinator.1", "/familier");
  await signIn(young, server, "bodo.koordinator.2");
  await signIn(home, server, "bodo.omsorgsperson.1", "/koordinator");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("a caregiver sees who follows them, and says whom they wish", async () => {
  await heading(home, "Den som følger oss");
  await home.getByText("Marit Sjøbakkmo").first().waitFor();
  await home.getByLabel(/Jonas Tindskard/).check();
  await checkPage(home, { names });
  await press(home, "Lagre ønsket");
  await told(home, "Ønsket er lagret.");
});

step("the coordinator reads the wish, and asks the colleague", async () => {
  family = await old.getByRole("link", { name: "Fjæra" }).first().getAttribute("href");
  await old.goto(at(`${family}/lag/stafettpinne`));
  await old.getByText("De ønsker seg Jonas Tindskard.").waitFor();
  await press(old, "Spør");
  await old.getByRole("alert").waitFor();
  forgetFault(old, 422);
  await checkPage(old, { names });
  await old.getByLabel(/Jonas Tindskard/).check();
  await old.getByLabel(/Noen ord/).fill("De har bedt om deg.");
  await press(old, "Spør");
  await told(old, "Spørsmålet er sendt.");
  await checkPage(old, { names });
  await screenshot(old, "stafettpinnen");
});

step("the colleague is asked on their day, and learns nothing of the family before a yes", async () => {
  await young.goto(at("/"));
  await young.getByText("Marit Sjøbakkmo spør deg").waitFor();
  await checkPage(young, { names });
  await young.getByRole("link", { name: /Svar.*Marit/ }).click();
  await heading(young, "Vil du følge en familie?");
  await checkPage(young, { names });
  assert.doesNotMatch(await young.content(), /Fjæra|Sjøgløtt|Ragnhild|Vilja/);
  assert.equal((await fetched(young, at(family))).status, 404);
  forgetFault(young, 404);
  await press(young, "Ta imot stafettpinnen");
  await told(young, "Nå er det du som følger familien.");
  await checkPage(young, { names });
});

step("the next click of the one who gave it away finds nothing", async () => {
  const answer = await old.goto(at(family));
  assert.equal(answer.status(), 404);
  assert.doesNotMatch(await old.content(), /Fjæra|Sjøgløtt/);
  forgetFault(old, 404);
  await old.goto(at("/familier"));
  assert.equal(await old.getByRole("link", { name: "Fjæra" }).count(), 0);
});

step("the caregiver sees the new name", async () => {
  await home.goto(at("/koordinator"));
  await home.getByText("Jonas Tindskard").first().waitFor();
  assert.equal(await home.getByText("Marit Sjøbakkmo", { exact: true }).count(), 1, "Marit can only be wished for");
  await checkPage(home, { names });
});
