// A young person writes, shows it to one, takes it back, and asks to talk. The
// coordinator answers, and writes beside another child.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const names = ["Aslak", "Viksgjerdet", "Seljefløyte", "Mikal"];
const WORDS = "Eg vil ha eit eige rom.";
let server, browser, young, father, coordinator;
const at = (path) => server.origin("lillesand") + path;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  young = await open(browser, { viewport: PHONE });
  father = await open(browser, { viewport: PHONE });
  coordinator = await open(browser);
  await signIn(young, server, "lillesand.ungdom.1");
  await signIn(father, server, "lillesand.omsorgsperson.2", "/barna");
  await signIn(coordinator, server, "lillesand.koordinator.1");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const fathersWords = async () => {
  await father.goto(at("/barna"));
  return father.getByText(WORDS).count();
};

step("a young person writes in a house, and nobody else sees it", async () => {
  await checkPage(young, { names });
  await young.goto(at("/ord"));
  await checkPage(young, { names });
  await young.getByRole("link", { name: "Draumehuset" }).click();
  await young.locator("main textarea").fill(WORDS);
  await checkPage(young, { names });
  await press(young, "Lagre");
  await young.locator(".flash").waitFor();
  await young.getByText(WORDS).first().waitFor();
  assert.equal(await fathersWords(), 0);
});

step("it is shown to one, who sees it, and taken back, and is gone", async () => {
  await young.goto(at("/ord"));
  const mine = young.locator(".said-one").filter({ hasText: WORDS });
  await mine.getByRole("link", { name: /Kven får sjå/ }).click();
  await checkPage(young, { names });
  await young.getByLabel(/Mikal/).check();
  await young.locator("main form button[type=submit]").first().click();
  await young.locator(".flash").waitFor();
  assert.equal(await fathersWords(), 1);
  await checkPage(father, { names });
  await young.goto(at("/ord"));
  await mine.getByRole("link", { name: /Kven får sjå/ }).click();
  await young.getByRole("button", { name: /^Stopp/ }).first().click();
  await young.locator(".flash").waitFor();
  assert.equal(await fathersWords(), 0);
});

step("the young person asks to talk, and the coordinator reads it on the day and answers", async () => {
  await young.goto(at("/ord/snakk"));
  await checkPage(young, { names });
  if (await young.locator("main textarea").count()) {
    await young.locator("main textarea").fill("Kan vi snakke om rommet?");
    await young.locator("main form button[type=submit]").first().click();
    await young.locator(".flash").waitFor();
  }
  await screenshot(young, "snakk-med-nokon");
  await coordinator.goto(at("/"));
  await coordinator.getByText("Eit barn vil snakke med nokon").first().waitFor();
  await checkPage(coordinator, { names });
  await coordinator.getByRole("link", { name: /Les og svar barnet/ }).first().click();
  await checkPage(coordinator, { names });
  await press(coordinator, "Vi har snakka");
  await told(coordinator, "Fint at de har snakka saman.");
});

step("beside the child the coordinator writes, when the child knows, and who may see is the child's", async () => {
  await coordinator.locator("main .door a").first().click();
  await coordinator.locator("main textarea").fill("Vi skriv det saman.");
  await checkPage(coordinator, { names });
  await press(coordinator, "Lagre");
  await coordinator.getByRole("alert").waitFor();
  coordinator.heard.console = [];
  await coordinator.getByLabel(/veit at dette blir skrive ned/).check();
  await press(coordinator, "Lagre");
  await coordinator.locator(".flash").waitFor();
  assert.equal(await coordinator.getByText("Vi skriv det saman.").count(), 0, "the child has not said that the coordinator may see it");
  await young.goto(at("/ord"));
  await young.getByText("Vi skriv det saman.").waitFor();
  await heading(young, /./);
});
