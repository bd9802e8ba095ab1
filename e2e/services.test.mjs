// What the municipality offers: filled from registers and from a spreadsheet,
// put right by hand without being undone, and found in one's own words by a
// caregiver and a young person on the phone.

import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DESK, PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const FILES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "plugins", "standin", "files");
const HOW = "Ring Sissel, så finner vi en time som passer.";

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Fjæra"] }, (house) => {
  const { step, say, at, look, picture } = house;
  const words = (nb, nn) => (house.language === "nn" ? nn : nb);
  const guidance = /^Foreldre(veiledning|rettleiing)$/; // as the register was read
  const guided = "Leksehjelp"; // the municipality has written it down, and the register lists it too
  let administrator;

  const fetchFrom = async (register) => {
    await administrator.goto(at("/admin/tilbud"));
    await administrator.getByRole("button", { name: new RegExp(`^${say("Hent nå")}.*${register}`) }).click();
    await told(administrator, say("Registeret er lest."));
  };
  const sendFile = async () => {
    await administrator.goto(at("/admin/tilbud/fil"));
    await administrator.getByLabel(say("Velg et regneark")).setInputFiles(path.join(FILES, "tiltak.xlsx"));
    await administrator.locator("main form[enctype] button[type=submit]").click();
    await heading(administrator, say("Dette vil skje"));
  };
  const offer = async (name, part) => {
    await administrator.goto(at("/admin/tilbud"));
    await administrator.getByLabel(say("Søk etter navn")).fill(part);
    await administrator.getByLabel(say("Søk etter navn")).press("Enter");
    await administrator.locator("main").getByRole("link", { name }).first().click();
  };

  step("the directory is filled from a register in one click", async () => {
    await house.server.plugins();
    administrator = await house.enter("bodo.administrator.1", "/admin/tilbud");
    await heading(administrator, say("Tilbud"));
    await fetchFrom("CPSV");
    await look(administrator);
    await picture(administrator, "tilbud-admin");
  });

  step("what the municipality has written down itself is not doubled: one is asked, and the answer is remembered", async () => {
    await press(administrator, say("Svar på om det er det samme"));
    await heading(administrator, say("Er det det samme?"));
    await look(administrator);
    await picture(administrator, "tilbud-samme");
    await administrator.setViewportSize(PHONE);
    await look(administrator);
    await checkTargets(administrator);
    await picture(administrator, "tilbud-samme-telefon");
    await administrator.setViewportSize(DESK);
    await administrator.getByRole("button", { name: new RegExp(`^${say("Ja, det er det samme")}.*${guided}`) }).click();
    await told(administrator, say("Takk. Da vet vi det."));
    await heading(administrator, say("Er det det samme?"));
    assert.equal(await administrator.getByText(guided).count(), 0);
    await fetchFrom("CPSV");
    await administrator.goto(at("/admin/tilbud/sporsmal"));
    assert.equal(await administrator.getByText(guided).count(), 0);
    await administrator.goto(at("/admin/tilbud"));
    await administrator.getByLabel(say("Søk etter navn")).fill(guided.toUpperCase());
    await administrator.getByLabel(say("Søk etter navn")).press("Enter");
    assert.equal(await administrator.locator("main").getByRole("link", { name: guided }).count(), 1);
  });

  step("what is put right by hand stays so when the register is read again", async () => {
    await offer(guidance, "Foreldre");
    await look(administrator);
    await administrator.getByLabel(say("Hvordan tar en kontakt?")).fill(HOW);
    await picture(administrator, "tilbud-endre");
    await administrator.locator("main form[action*='/admin/tilbud/'] button[type=submit]").filter({ hasText: say("Lagre") }).first().click();
    await told(administrator, say("Endringene er lagret."));
    await fetchFrom("CPSV");
    await offer(guidance, "Foreldre");
    assert.equal(await administrator.getByLabel(say("Hvordan tar en kontakt?")).inputValue(), HOW);
    await administrator.getByText(say.start("Registeret sier:")).first().waitFor();
    await look(administrator);
    await picture(administrator, "tilbud-registeret-sier");
  });

  step("what is no longer in the register is marked, and nothing is deleted", async () => {
    await fetchFrom("Udir");
    await administrator.goto(at("/admin/koblinger"));
    await administrator.locator("main").getByRole("link", { name: /Udir/ }).click();
    await administrator.goto(`${administrator.url()}/innstillinger`);
    await administrator.locator("main input[type=radio][value=schools]").check();
    await press(administrator, say("Lagre"));
    await told(administrator, say("Innstillingene er lagret."));
    await fetchFrom("Udir");
    await press(administrator, say("Se hva det er"));
    await heading(administrator, say("Borte fra registeret"));
    await administrator.getByText(/barnehage/).first().waitFor();
    await look(administrator);
    await picture(administrator, "tilbud-borte");
  });

  step("a spreadsheet is read in after one has seen what each column is and what will happen", async () => {
    await administrator.goto(at("/admin/tilbud/fil"));
    await look(administrator);
    await administrator.goto(at("/admin/koblinger/katalog"));
    await administrator.locator("main").getByRole("link", { name: /regneark|rekneark/i }).first().click();
    await press(administrator, say("Legg til"));
    await press(administrator, say("Lagre svarene"));
    await told(administrator, say("Svarene gjelder fra nå."));
    await sendFile();
    await look(administrator);
    await picture(administrator, "tilbud-fil");
  });

  step("a column that is taken for something else is put right, and remembered the next time", async () => {
    const column = (name) => administrator.getByLabel(name, { exact: true });
    const phone = await column("Telefon").inputValue();
    assert.notEqual(phone, "", "the telephone's column is known by its heading");
    await column("Kontaktperson").selectOption(phone);
    await press(administrator, say("Vis på nytt"));
    await administrator.getByRole("alert").getByText(say("En annen kolonne er allerede dette. Velg én av dem.")).waitFor();
    forgetFault(administrator, 422);
    await look(administrator);
    await column("Kontaktperson").selectOption({ label: say("Ikke med") });
    const [what, how] = [await column("Hva er det?").inputValue(), await column("Slik kontakter du oss").inputValue()];
    const swapped = async () => {
      await heading(administrator, say("Dette vil skje"));
      assert.deepEqual([await column("Hva er det?").inputValue(), await column("Slik kontakter du oss").inputValue()], [how, what]);
      assert.equal(await column("Krever henvisning").inputValue(), "", "left out, and so it stays");
    };
    await column("Krever henvisning").selectOption({ label: say("Ikke med") });
    await column("Hva er det?").selectOption(how);
    await column("Slik kontakter du oss").selectOption(what);
    await press(administrator, say("Vis på nytt"));
    await administrator.getByRole("alert").waitFor({ state: "detached" });
    await swapped();
    await press(administrator, say("Les inn"));
    await told(administrator, say("Filen er lest inn."));
    await look(administrator);
    await sendFile();
    await swapped();
    await press(administrator, say("Forkast filen"));
  });

  step("the coordinator finds an offer for a measure, and what was written is kept", async () => {
    const page = await house.enter("bodo.koordinator.1");
    await page.goto(at(`${await addressOf(page, at(""), "Fjæra")}/plan`));
    await page.locator("main").getByRole("link", { name: new RegExp(`^${say("Nytt tiltak")}`) }).first().click();
    await page.getByLabel(say("Hvorfor?")).fill("Nettene er lange.");
    await look(page);
    await picture(page, "tiltak-finn-tilbud");
    await press(page, say("Finn et tilbud"));
    await heading(page, say("Finn et tilbud"));
    await page.getByLabel(say("Hva trenger du hjelp med?")).fill(words("søvn", "svevn"));
    await page.getByLabel(say("Alder")).first().fill("4");
    await page.getByLabel(say("Alder")).first().press("Enter");
    const first = page.locator("main h3").first();
    await first.filter({ hasText: "Søvnskolen" }).waitFor(); // its name says it
    await look(page);
    await picture(page, "tiltak-velg-tilbud");
    await page.setViewportSize(PHONE);
    await look(page);
    await checkTargets(page);
    await picture(page, "tiltak-velg-tilbud-telefon");
    await page.setViewportSize(DESK);
    await page.getByRole("button", { name: new RegExp(`^${say("Velg")}.*Søvnskolen`) }).click();
    await told(page, say("Tilbudet er lagt inn. Se over, og lagre tiltaket."));
    assert.equal(await page.getByLabel(say("Hva skal gjøres?")).inputValue(), "Søvnskolen");
    assert.match(await page.getByLabel(say("Hvorfor?")).inputValue(), /^Nettene er lange\.\n\nTilb[uo]d: «Søvnskolen»/);
    await look(page);
    await picture(page, "tiltak-med-tilbud");
    await page.setViewportSize(PHONE);
    await look(page);
    await checkTargets(page);
    await picture(page, "tiltak-med-tilbud-telefon");
    await page.getByLabel(say("Hva skal gjøres?")).press("Enter"); // Enter saves, and does not lead to the search
    await told(page, say("Tiltaket står i planen."));
    await page.context().close();
  });

  step("offers are narrowed by age, level and area with the keyboard alone", async () => {
    const page = await house.enter("bodo.koordinator.1", "/tilbud");
    await page.getByLabel(say("Hva trenger du hjelp med?")).focus();
    await page.keyboard.press("Tab"); // the button
    await page.keyboard.press("Tab");
    await page.keyboard.type("4");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown"); // for some
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), say("Vis det som passer"));
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Søvnskolen" }).waitFor();
    assert.equal(await page.locator("select[name=level]").inputValue(), "selective");
    assert.equal(await page.getByRole("link", { name: "Skolehelsetjenesten" }).count(), 0);
    await look(page);
    await page.context().close();
  });

  for (const [who, person] of [["a caregiver", "bodo.omsorgsperson.1"], ["a young person", "bodo.ungdom.1"]]) {
    step(`${who} asks in own words on the phone who can help with sleep, and finds it`, async () => {
      const page = await house.enter(person, "/tilbud", { viewport: PHONE, hasTouch: true });
      await heading(page, say("Finn hjelp"));
      await look(page);
      await checkTargets(page);
      const search = page.getByLabel(say("Hva trenger du hjelp med?"));
      await search.fill(words("hvem kan hjelpe med søvn?", "kven kan hjelpe med svevn?"));
      await search.press("Enter");
      await page.getByRole("link", { name: "Søvnskolen" }).waitFor();
      assert.doesNotMatch(page.url(), /s%C3%B8vn|svevn|hjelpe/);
      await look(page);
      await checkTargets(page);
      await picture(page, person.includes("ungdom") ? "finn-hjelp-ungdom" : "finn-hjelp");
      await page.getByLabel(say("Alder")).first().fill("16");
      await page.getByLabel(say("Alder")).first().press("Enter");
      await page.locator("main").getByText(/tilbud|tilbod/i).first().waitFor();
      assert.equal(await page.getByRole("link", { name: "Søvnskolen" }).count(), 0);
      await look(page);
      await page.goto(at("/tilbud"));
      await search.fill("sorg");
      await search.press("Enter");
      await page.locator("main h3 a").first().click();
      await heading(page, /.+/);
      await page.getByRole("heading", { name: say("Slik tar du kontakt") }).waitFor();
      const phone = page.locator("main a[href^='tel:']").first();
      assert.match(await phone.getAttribute("href"), /^tel:\+?\d+$/);
      assert.match(await phone.textContent(), /^(\d\d \d\d \d\d \d\d|\d{3} \d\d \d{3}|\d{3} \d{3}|\d{3})$/);
      await look(page);
      await checkTargets(page);
      await picture(page, person.includes("ungdom") ? "tilbud-ungdom" : "tilbud");
      await page.context().close();
    });
  }
});
