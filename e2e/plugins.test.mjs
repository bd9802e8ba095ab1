// The municipality's connections to other systems: read over before they are
// installed, given what they may have and no more, tried, run, paused and
// removed, with it said whose fault it is when one fails. The foundation sees
// the catalogue.

import assert from "node:assert/strict";
import { checkPage, checkTargets, forgetFault } from "./support/checks.mjs";
import { PHONE, open } from "./support/browser.mjs";
import { heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { signIn } from "./support/people.mjs";

const LOG = "Stafettlogg på nettet";
const KEY = "en-nøkkel-ingen-skal-se";

inBothLanguages({ place: "arendal", names: ["Wenche"] }, (house) => {
  const { step, say, at, look, picture } = house;
  const words = (nb, nn) => (house.language === "nn" ? nn : nb);
  const FAILS = words("Eksempel som feiler", "Døme som feilar");
  let administrator, connection;

  const choose = (name) => press(administrator, say(name));
  const settings = () => administrator.goto(`${connection}/innstillinger`);
  const address = () => administrator.getByLabel(words("Adressen til stafettloggsystemet", "Adressa til stafettloggsystemet"));
  const key = () => administrator.locator("main input[type=password]");

  step("what a connection gets and whom it talks to is read before it is installed", async () => {
    await house.server.plugins();
    administrator = await house.enter("arendal.administrator.1", "/admin/koblinger");
    await heading(administrator, say("Koblinger"));
    await look(administrator);
    await picture(administrator, "koblinger");
    await choose("Finn en kobling");
    await heading(administrator, say("Katalog"));
    await look(administrator);
    await picture(administrator, "koblinger-katalog");
    await administrator.locator("main").getByRole("link", { name: LOG }).click();
    await heading(administrator, LOG);
    for (const asked of ["Målene i planen", "En kode for barnet", "Mål og tiltak som PDF"]) {
      await administrator.getByRole("heading", { level: 3, name: say(asked) }).waitFor();
    }
    const label = words("Adressen til stafettloggsystemet", "Adressa til stafettloggsystemet");
    await administrator.getByText(say("Snakker med adressen dere skriver under «@»").replace("@", label)).waitFor();
    await look(administrator);
    await picture(administrator, "kobling-hva-den-ber-om");
  });

  step("installed, it gets nothing before each thing is answered, and not what is refused", async () => {
    await choose("Legg til");
    await told(administrator, say("Den er lagt til. Nå svarer dere på hva den får."));
    await look(administrator);
    await choose("Lagre svarene");
    await administrator.getByRole("alert").first().waitFor();
    forgetFault(administrator, 422);
    await look(administrator);
    await picture(administrator, "kobling-svar");
    for (const yes of await administrator.locator("main input[type=radio][value=gi]").all()) await yes.check();
    await tick(administrator, say("Mål og tiltak som PDF"), say("Nei, det får den ikke"));
    await choose("Lagre svarene");
    await told(administrator, say("Svarene gjelder fra nå."));
    connection = administrator.url().split("?")[0];
    const refused = administrator.locator("main .row, main li").filter({ has: administrator.getByRole("heading", { name: say("Mål og tiltak som PDF") }) });
    await refused.getByText(say("Får ikke"), { exact: true }).first().waitFor();
    await administrator.getByText(say("Mangler innstillinger")).first().waitFor();
    await look(administrator);
    await picture(administrator, "kobling-mangler-innstillinger");
  });

  step("a setting that is wrong is said where it is, and a secret is never shown again", async () => {
    await settings();
    await look(administrator);
    await address().fill("stafettloggen vår");
    await key().fill(KEY);
    await choose("Lagre");
    await administrator.getByRole("alert").first().waitFor();
    forgetFault(administrator, 422);
    await administrator.getByText(say("Skriv hele adressen. Den begynner med https://")).first().waitFor();
    assert.ok(!(await administrator.content()).includes(KEY));
    await look(administrator);
    await picture(administrator, "kobling-innstilling-feil");
    await address().fill("https://stafettlogg.bodo.example/api/v1");
    await key().fill(KEY);
    await choose("Lagre");
    await told(administrator, say("Innstillingene er lagret."));
    assert.ok(!(await administrator.content()).includes(KEY));
    await settings();
    assert.equal(await key().inputValue(), "");
    assert.ok(!(await administrator.content()).includes(KEY));
    await look(administrator);
    await picture(administrator, "kobling-innstillinger");
  });

  step("tried with a key the system does not take, it says that a setting must be put right", async () => {
    await administrator.goto(connection);
    await choose("Prøv koblingen");
    await administrator.getByText(say("En innstilling må rettes")).first().waitFor();
    forgetFault(administrator, 502);
    forgetFault(administrator, 422);
    await look(administrator);
    await picture(administrator, "kobling-innstilling-ma-rettes");
  });

  step("with the right key it works, and the runs and the calls are there to read", async () => {
    await settings();
    await key().fill("demo");
    await choose("Lagre");
    await told(administrator, say("Innstillingene er lagret."));
    await choose("Prøv koblingen");
    await told(administrator, say("Koblingen virker."));
    await administrator.getByText(say("Virker"), { exact: true }).first().waitFor();
    await look(administrator);
    await picture(administrator, "kobling-virker");
    await choose("Se alt den har gjort");
    await heading(administrator, say("Det den har gjort"));
    const calls = administrator.getByRole("table", { name: say("Det den har sendt og hentet") });
    await calls.getByText("stafettlogg.bodo.example").first().waitFor();
    await administrator.getByText(say("Prøvde koblingen")).first().waitFor();
    await look(administrator);
    await picture(administrator, "kobling-logg");
  });

  step("on a phone it can be paused and goes on again", async () => {
    await administrator.setViewportSize(PHONE);
    await administrator.goto(connection);
    await choose("Sett på pause");
    await told(administrator, say("Den er satt på pause."));
    await administrator.getByText(say("På pause"), { exact: true }).first().waitFor();
    await look(administrator);
    await checkTargets(administrator);
    await picture(administrator, "kobling-pause-mobil");
    await choose("Fortsett");
    await told(administrator, say("Den går videre."));
  });

  step("it is removed in two clicks, after it is said what goes and what stays", async () => {
    await choose("Fjern");
    await heading(administrator, say(`Vil dere fjerne ${LOG}?`));
    await look(administrator);
    await checkTargets(administrator);
    await picture(administrator, "kobling-fjern");
    await choose("Fjern for godt");
    await told(administrator, say("Koblingen er fjernet."));
    assert.equal(await administrator.locator("main").getByRole("link", { name: LOG }).count(), 0);
    await look(administrator);
  });

  step("one that fails says whose fault it is, to the administrator who has it", async () => {
    const page = await house.enter("kristiansand.administrator.1", "/admin/koblinger");
    await page.locator("main").getByRole("link", { name: /CPSV/ }).click();
    await page.getByText(say("Feilen er i systemet bak")).first().waitFor();
    await page.getByText(say("Vi fikk ikke kontakt med systemet.")).first().waitFor();
    await look(page);
    await picture(page, "kobling-feiler");
    await page.context().close();
  });

  step("one that crashed too often is stopped, and starts again when an administrator says so", async () => {
    const page = await house.enter("kristiansand.administrator.1", "/admin/koblinger");
    await page.locator("main").getByRole("link", { name: FAILS }).click();
    await page.getByText(say("Stoppet"), { exact: true }).first().waitFor();
    await look(page);
    await picture(page, "kobling-stoppet");
    await page.goto(`${page.url()}/innstillinger`);
    await page.getByRole("radio", { name: say("Nei") }).check();
    await press(page, say("Lagre"));
    await told(page, say("Innstillingene er lagret."));
    await press(page, say("Start den på nytt"));
    await told(page, say("Den får begynne på nytt."));
    await press(page, say("Prøv koblingen"));
    await told(page, say("Koblingen virker."));
    await page.context().close();
  });

  step("a version that asks for more says exactly what, and waits for an answer", async () => {
    const page = await house.enter("bodo.administrator.1", "/admin/koblinger");
    await page.locator("main").getByRole("link", { name: FAILS }).click();
    await page.getByText(say("Versjonen dere har, går videre til dere har svart.")).waitFor();
    await press(page, say("Se hva som er nytt"));
    await heading(page, say("Versjon 1.1.0 ber om mer"));
    await page.getByRole("group", { name: say("Snakker med eksempel.example") }).waitFor();
    await look(page);
    await picture(page, "kobling-ber-om-mer");
    await page.locator("main input[type=radio][value=nekt]").check();
    await press(page, say("Lagre svarene"));
    await told(page, say("Den nye versjonen er i bruk."));
    await page.getByText(say("Versjon 1.1.0 ber om mer")).waitFor({ state: "detached" });
    await look(page);
    await page.context().close();
  });

  step("the foundation sees the catalogue, who has signed what, and no content", async () => {
    const page = await open(house.browser);
    await signIn(page, house.server, "stiftelsen.programleder.1", "/koblinger");
    await heading(page, "Koblinger");
    await page.getByRole("heading", { level: 3, name: `${LOG} 1.0.0` }).waitFor();
    await page.getByText(/signert av demo\.hverdag\.example/).first().waitFor();
    const uses = page.getByRole("table", { name: "Hvem som har hva" });
    await uses.getByRole("row").filter({ hasText: "Kristiansand" }).filter({ hasText: "1.0.0" }).first().waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), /katalog\.ttl|Wenche/);
    await checkPage(page);
    await picture(page, "stiftelsen-koblinger");
    await page.context().close();
  });
});
