// What the municipality offers: filled from registers and from a spreadsheet,
// put right by hand without being undone, and found in one's own words by a
// caregiver and a young person on the phone.

import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PHONE } from "./support/browser.mjs";
import { checkTargets } from "./support/checks.mjs";
import { heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";

const FILES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "plugins", "standin", "files");
const HOW = "Ring Sissel, så finner vi en time som passer.";

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Fjæra"] }, (house) => {
  const { step, say, at, look, picture } = house;
  const words = (nb, nn) => (house.language === "nn" ? nn : nb);
  const guidance = /^Foreldre(veiledning|rettleiing)$/; // as the register was read
  let administrator;

  const fetchFrom = async (register) => {
    await administrator.goto(at("/admin/tilbud"));
    await administrator.getByRole("button", { name: new RegExp(`^${say("Hent nå")}.*${register}`) }).click();
    await told(administrator, say("Registeret er lest."));
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
    await administrator.goto(at("/admin/tilbud/fil"));
    await administrator.getByLabel(say("Velg et regneark")).setInputFiles(path.join(FILES, "tiltak.xlsx"));
    await administrator.locator("main form[enctype] button[type=submit]").click();
    await heading(administrator, say("Dette vil skje"));
    await look(administrator);
    await picture(administrator, "tilbud-fil");
    await press(administrator, say("Les inn"));
    await told(administrator, say("Filen er lest inn."));
    await look(administrator);
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
      await look(page);
      await checkTargets(page);
      await picture(page, person.includes("ungdom") ? "tilbud-ungdom" : "tilbud");
      await page.context().close();
    });
  }
});
