// The foundation's console: municipalities from outside, and nothing inside.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
let server, browser, page;
const at = (path) => server.origin("stiftelsen") + path;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("the programme lead sees every municipality and its state, and no family", async () => {
  await page.goto(at("/"));
  await page.waitForURL("**/logg-inn**");
  await checkPage(page);
  await signIn(page, server, "stiftelsen.programleder.1");
  await page.getByRole("heading", { level: 1, name: "Kommuner" }).waitFor();
  await checkPage(page);
  await screenshot(page, "stiftelsen");
  for (const name of ["Bodø", "Arendal", "Lillesand", "Kristiansand"]) await page.getByRole("link", { name }).waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), /Fjæra|Sjøgløtt|\d+ (familie|barn)/);
});

step("a municipality that cannot be made says why, field by field, and makes nothing", async () => {
  await page.goto(at("/kommuner/ny"));
  await checkPage(page);
  await page.getByLabel("Navn").fill("Skjærvika");
  await page.getByLabel("Kommunenummer").fill("12");
  await page.getByRole("button", { name: "Lag kommunen" }).click();
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await checkPage(page);
  assert.equal(await page.getByLabel("Navn").inputValue(), "Skjærvika");
  assert.equal(await server.status("skjaervika", "/logg-inn"), 421);
});

step("a new municipality has its own address at once, and its first administrator has mail", async () => {
  await page.getByLabel("Kommunenummer").fill("9901");
  await page.getByLabel("Adresse").fill("skjaervika");
  await page.getByLabel("Første administrator").fill("Vigdis Tarebakk");
  await page.getByLabel("Administratorens e-post på jobb").fill("vigdis@skjaervika.example");
  await page.getByRole("button", { name: "Lag kommunen" }).click();
  await page.getByText("Kommunen er laget, og administratoren er invitert.").waitFor();
  await checkPage(page);
  const inside = await open(browser);
  await inside.goto(server.origin("skjaervika"));
  await inside.waitForURL("**/logg-inn**");
  await checkPage(inside);
  await inside.context().close();
  const mail = await server.mailTo("vigdis@skjaervika.example");
  assert.match(mail, /skjaervika\.localhost/);
  assert.doesNotMatch(mail, /vold|familie|barn/i);
});

step("a suspended municipality is closed for everybody, and its neighbours are not", async () => {
  await page.getByRole("link", { name: "Steng kommunen" }).click();
  await checkPage(page);
  await page.getByRole("button", { name: "Ja, steng kommunen" }).click();
  await page.getByText("Kommunen er stengt.").waitFor();
  await checkPage(page);
  const outside = await open(browser);
  const answer = await outside.goto(server.origin("skjaervika"));
  assert.equal(answer.status(), 503);
  forgetFault(outside, 503);
  await checkPage(outside);
  const neighbour = await outside.goto(server.origin("bodo"));
  assert.equal(neighbour.status(), 200);
  await outside.context().close();
});

step("a suspended municipality opens again with one click", async () => {
  await page.getByRole("button", { name: "Sett i drift" }).click();
  await page.getByText("Kommunen er i drift.").waitFor();
  assert.equal(await server.status("skjaervika", "/logg-inn"), 200);
});

step("the console's other pages keep the same promises", async () => {
  for (const path of ["/meg", "/hjelp", "/tilgjengelighet"]) {
    await page.goto(at(path));
    await checkPage(page);
  }
});

step("no address of a municipality's inside exists at the console", async () => {
  for (const path of ["/familier", "/f/0197f0e0-0000-7000-8000-000000000000", "/admin/brukere", "/framover"]) {
    const answer = await page.goto(at(path));
    assert.equal(answer.status(), 404, path);
  }
});
