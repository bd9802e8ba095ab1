// The municipality's administrator: people, services, words, and no family.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before } from "node:test";
import { launch, open, screenshot, temporary } from "./support/browser.mjs";
import { checkPage, forgetFault } from "./support/checks.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
let server, browser, page;
const at = (path) => server.origin("bodo") + path;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser);
  await signIn(page, server, "bodo.administrator.1");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("an administrator begins at the people of the municipality, and no family is among them", async () => {
  await page.getByRole("heading", { level: 1, name: "Brukere" }).waitFor();
  await checkPage(page);
  await screenshot(page, "brukere");
  const text = await page.locator("main").innerText();
  assert.match(text, /Marit Sjøbakkmo/);
  assert.doesNotMatch(text, /Ragnhild|Sjøgløtt|Fjæra/);
});

step("a colleague is found by name, without the name standing in the address", async () => {
  await page.goto(at("/admin/brukere"));
  await page.getByLabel("Søk etter navn").fill("Silje");
  await page.getByRole("button", { name: "Søk" }).click();
  await page.getByRole("link", { name: "Silje Rognebu" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Marit Sjøbakkmo" }).count(), 0);
  await checkPage(page, { names: ["Silje"] });
});

step("an invitation with something missing keeps what was typed and says what to do", async () => {
  await page.goto(at("/admin/brukere/ny"));
  await checkPage(page);
  await page.getByLabel("Navn", { exact: true }).fill("Oddny Tangrøst");
  await page.getByRole("button", { name: "Send invitasjonen" }).click();
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  assert.equal(await page.getByLabel("Navn", { exact: true }).inputValue(), "Oddny Tangrøst");
  await checkPage(page);
});

step("an invited colleague gets mail that tells nothing, and is in the list", async () => {
  await page.getByLabel("E-post på jobb").fill("oddny@bodo.example");
  await page.getByLabel("Fagperson").check();
  await page.getByRole("button", { name: "Send invitasjonen" }).click();
  await page.getByText("Invitasjonen er på vei.").waitFor();
  await checkPage(page);
  await page.getByRole("link", { name: "Oddny Tangrøst" }).waitFor();
  const mail = await server.mailTo("oddny@bodo.example");
  assert.doesNotMatch(mail, /vold|familie|barn|Sjøgløtt/i);
});

step("a role is given and taken with one click each, and both can be undone", async () => {
  await page.getByRole("link", { name: "Oddny Tangrøst" }).click();
  await checkPage(page, { names: ["Oddny"] });
  await page.getByRole("button", { name: /Gi rollen.*Hverdagskoordinator/ }).click();
  await page.getByText("Rollen gjelder fra nå.").waitFor();
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByText("Rollen er avsluttet.").waitFor();
  await page.getByRole("button", { name: /Gi rollen.*Hverdagskoordinator/ }).waitFor();
});

step("a file of services is shown before anything is stored, with what is wrong on which line", async () => {
  await page.goto(at("/admin/tjenester/fil"));
  await checkPage(page);
  await temporary(async (folder) => {
    const file = path.join(folder, "enheter.csv");
    await writeFile(file, "navn;type;telefon;epost\r\nHavbrisen skole;skole;000 01 700;havbrisen@bodo.example\r\n;skole;000 01 701;\r\nMåkereiret;romstasjon;;\r\nSkjellbukta barnehage;barnehage;000 01 702;ikke en adresse\r\n");
    await page.getByLabel("Velg en CSV-fil").setInputFiles(file);
    await page.getByRole("button", { name: "Les filen" }).click();
  });
  await page.getByRole("heading", { level: 1, name: "Stemmer dette?" }).waitFor();
  await checkPage(page);
  await screenshot(page, "enheter-fil");
  const refused = page.getByRole("table", { name: "Linjer som må rettes" });
  for (const line of ["Linje 3", "Linje 4", "Linje 5"]) await refused.getByText(line).waitFor();
  const list = await open(browser);
  await signIn(list, server, "bodo.administrator.1", "/admin/tjenester");
  assert.equal(await list.getByText("Havbrisen skole").count(), 0, "stored before it was confirmed");
  await list.context().close();
});

step("only the lines that were right are imported when the file is confirmed", async () => {
  await page.getByRole("button", { name: "Les inn 1 enhet" }).click();
  await page.getByText("De riktige linjene er lest inn.").waitFor();
  await checkPage(page);
  await page.getByRole("link", { name: "Havbrisen skole" }).waitFor();
  assert.equal(await page.getByText("Måkereiret").count(), 0);
});

step("a file with something else in it is refused in words", async () => {
  await page.goto(at("/admin/tjenester/fil"));
  await temporary(async (folder) => {
    const file = path.join(folder, "bilde.csv");
    await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01, 0xff, 0xfe, 0x00]));
    await page.getByLabel("Velg en CSV-fil").setInputFiles(file);
    await page.getByRole("button", { name: "Les filen" }).click();
  });
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await checkPage(page);
});

step("a removed service comes back with one click", async () => {
  await page.goto(at("/admin/tjenester"));
  await page.getByRole("link", { name: "Havbrisen skole" }).click();
  await checkPage(page);
  await page.getByRole("button", { name: "Fjern enheten" }).click();
  await page.getByText("Enheten er fjernet fra listene.").waitFor();
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByText("Enheten er tilbake.").waitFor();
});

step("the municipality's own word for its coordinators is the one that is used", async () => {
  await page.goto(at("/admin/ord"));
  await checkPage(page);
  const words = page.locator("form[action='/admin/ord/nb']");
  await words.getByLabel("En koordinator").fill("familiekontakt");
  await words.getByRole("button", { name: "Lagre ordene" }).click();
  await page.getByText("Ordene er lagret.").waitFor();
  await page.goto(at("/admin/brukere"));
  await page.getByText("Familiekontakt").first().waitFor();
});

step("with nynorsk as the municipality's language everybody who has not chosen reads nynorsk", async () => {
  await page.goto(at("/admin/ord"));
  await page.getByLabel("nynorsk", { exact: false }).first().check();
  await page.getByRole("button", { name: "Lagre språket" }).click();
  await page.getByText("Språket er lagra.").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "nn");
  await checkPage(page);
  const stranger = await open(browser);
  await stranger.goto(at("/logg-inn"));
  assert.equal(await stranger.locator("html").getAttribute("lang"), "nn");
  await checkPage(stranger);
  await stranger.context().close();
});

step("an administrator's own language is for nobody else", async () => {
  await page.goto(at("/meg"));
  await checkPage(page);
  await page.getByLabel("bokmål", { exact: false }).first().check();
  await page.locator("main form button[type=submit]").click();
  await page.getByText("Valgene dine er lagret.").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "nb");
});

step("what could not be sent has a page of its own, without content", async () => {
  await page.goto(at("/admin/utsending"));
  await checkPage(page);
});

step("no page of a family exists for an administrator", async () => {
  for (const address of ["/familier", "/familier/ny", "/mine-tiltak", "/framover", "/sett"]) {
    const answer = await page.goto(at(address));
    assert.equal(answer.status(), 404, address);
  }
  forgetFault(page, 404);
});
