// With the keyboard alone: a whole goal is written, a connection is tried and
// paused, a stafettlogg is begun, the skip link skips, and where one is can
// always be seen.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open } from "./support/browser.mjs";
import { heading, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { addressOf, signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
let server, browser, page;

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// tabTo presses Tab until what is asked for has focus, and holds that each
// stop on the way can be seen.
async function tabTo(target) {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    assert.ok(await focusSeen(), `focus cannot be seen at ${page.url()}: ${await focused()}`);
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`Tab never came to ${target} at ${page.url()}`);
}

function focused() {
  return page.evaluate(() => document.activeElement.outerHTML.slice(0, 120));
}

// focusSeen tells whether what has focus is marked by a line or a shadow, it
// or the label that stands for it.
function focusSeen() {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === document.body) return true;
    const marked = (one) => {
      const style = getComputedStyle(one);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    return [element, element.closest(".choice"), ...(element.labels ?? [])].some((one) => one && marked(one));
  });
}

const button = (name) => page.getByRole("button", { name }).or(page.getByRole("link", { name })).first();

step("one signs in by Tab and Enter", async () => {
  await page.goto(server.origin("lillesand"));
  await tabTo(page.getByRole("link", { name: "Logg inn med jobbkonto" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/authorize**");
  await tabTo(page.locator("button[value='lillesand.koordinator.1']"));
  await page.keyboard.press("Enter");
  await page.waitForURL((address) => address.pathname === "/");
});

step("the skip link is the first stop, and leads past the menu", async () => {
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#innhold");
  assert.ok(await page.evaluate(() => document.activeElement.checkVisibility()));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest("main"))), await focused());
});

step("the menu opens with Enter, closes with Escape, and gives the focus back", async () => {
  await page.reload();
  const menu = page.locator("details.menu > summary");
  await tabTo(menu);
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details.menu").evaluate((element) => element.open));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("details.menu").evaluate((element) => element.open)));
  assert.ok(await menu.evaluate((element) => element === document.activeElement));
});

step("a whole goal is written without touching a mouse", async () => {
  await page.goto(`${server.origin("lillesand")}/familier`);
  await tabTo(page.getByRole("link", { name: "Seljefløyte" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/f/**");
  await tabTo(page.locator("nav a[href$='/plan']").first());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/plan");
  await tabTo(button("Nytt mål"));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/plan/m/ny");
  await tabTo(page.locator("[name=title]"));
  await page.keyboard.type("Vi går på tur saman kvar sundag");
  await tabTo(page.locator("[name=child_words]"));
  await page.keyboard.type("Eg vil bere sekken.");
  await tabTo(page.locator("[name=area]"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page.locator("main button[type=submit]").first());
  await page.keyboard.press("Enter");
  await told(page, /Målet er skrive inn/);
  await heading(page, /Vi går på tur saman kvar sundag/);
});

step("after a fault the focus is on what must be put right", async () => {
  await page.goto(page.url().replace(/\/m\/[^/]+$/, "/m/ny"));
  await tabTo(page.locator("main button[type=submit]").first());
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  assert.ok(await page.getByRole("alert").evaluate((element) => element === document.activeElement), await focused());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), "title");
});

// as goes on as somebody else, who is at an address.
async function as(person, to) {
  await page.context().close();
  page = await open(browser);
  await signIn(page, server, person, to);
}

// presses goes to a button by Tab, and presses Enter.
async function presses(name) {
  await tabTo(page.locator("main").getByRole("button", { name }).first());
  await page.keyboard.press("Enter");
}

step("a connection is tried, paused and taken up again", async () => {
  await server.plugins();
  await as("bodo.administrator.1", "/admin/koblinger");
  await tabTo(page.locator("main").getByRole("link", { name: "Stafettlogg på nettet" }));
  await page.keyboard.press("Enter");
  await heading(page, "Stafettlogg på nettet");
  await presses("Prøv koblingen");
  await told(page, "Koblingen virker.");
  await presses("Sett på pause");
  await told(page, "Den er satt på pause.");
  await presses("Fortsett");
  await told(page, "Den går videre.");
});

step("a stafettlogg is begun for a child, and opened beside the plan", async () => {
  await as("bodo.koordinator.1", "/familier");
  await page.goto(`${server.origin("bodo") + (await addressOf(page, server.origin("bodo"), "Fjæra"))}/stafettlogg`);
  const radio = (group, name) => page.getByRole("radiogroup", { name: group }).or(page.getByRole("group", { name: group })).first().getByRole("radio", { name });
  for (const [group, name] of [["Hvilket barn gjelder det?", /Vilja/], ["Hvilket system?", /Stafettlogg på nettet/], ["Hvem har stafettloggen?", /Fjæremyra skole/]]) {
    await tabTo(radio(group, name));
    await page.keyboard.press("Space");
  }
  await tabTo(radio("Finnes stafettloggen fra før?", /Ja, jeg har/));
  await page.keyboard.press("ArrowDown");
  await presses("Koble til");
  await page.locator(".flash").waitFor();
  await heading(page, /stafettloggen/i);
  await tabTo(page.locator("main summary").filter({ hasText: "Avslutt koblingen" }));
});
