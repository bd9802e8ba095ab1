// Small words for what people do with forms.

// day is a date so many days from today, as people write it.
export function day(offset) {
  const date = new Date(Date.now() + offset * 86_400_000);
  const parts = new Intl.DateTimeFormat("nb-NO", { timeZone: "Europe/Oslo", day: "2-digit", month: "2-digit", year: "numeric" });
  return parts.format(date);
}

// choose picks an option of a list by what it begins with.
export async function choose(page, label, start) {
  const list = page.getByLabel(label);
  const options = await list.locator("option").allTextContents();
  const found = options.find((text) => text.trim().startsWith(start));
  if (!found) throw new Error(`no ${start} among: ${options.join(" | ")}`);
  await list.selectOption({ label: found });
}

// tick chooses these among what stands under one question; a hint may follow
// what is chosen.
export async function tick(page, question, ...labels) {
  const group = page.getByRole("group", { name: question }).or(page.getByRole("radiogroup", { name: question })).first();
  for (const label of labels) await group.getByLabel(new RegExp(`^\\s*${label}(\\s|$)`)).check();
}

// press clicks a button or a button-like link by its text.
export function press(page, name) {
  return page.locator("main").getByRole("button", { name }).or(page.locator("main").getByRole("link", { name })).first().click();
}

// about is what a button is called that is heard to be about somebody, where
// many buttons have one label.
export function about(label, whom) {
  return new RegExp(`^${label}.*${whom}`);
}

// heading waits for the page's h1.
export function heading(page, name) {
  return page.getByRole("heading", { level: 1, name }).waitFor();
}

// told waits for the line that says what was done.
export function told(page, text) {
  return page.locator(".flash").getByText(text).waitFor();
}
