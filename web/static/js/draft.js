// Keeps what is being typed: a form with data-draft="key" is sent to /utkast a
// second after the last change. Nothing is ever kept on the device.

const WAIT = 1000; // milliseconds after the last change
const AGAIN = 10000; // milliseconds before a new try when the net is gone

function keep(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let sent = snapshot(form);
  let sending = false;
  let handed = false; // the form itself is on its way

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    const body = snapshot(form);
    if (sending || handed || body === sent) return;
    sending = true;
    try {
      const answer = await fetch("/utkast", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
        body,
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = body;
      say(status, status.dataset.saved.replace("{Time}", clock()));
    } catch {
      say(status, status.dataset.offline);
      later(AGAIN);
    } finally {
      sending = false;
    }
    if (snapshot(form) !== sent) later(WAIT);
  }

  form.addEventListener("input", () => later(WAIT));
  form.addEventListener("change", () => later(WAIT));
  form.addEventListener("submit", () => {
    handed = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => (handed = false));
  document.addEventListener("visibilitychange", () => {
    const body = snapshot(form);
    if (document.visibilityState === "hidden" && body !== sent && !handed && !left()) {
      navigator.sendBeacon("/utkast", new URLSearchParams(body));
    }
  });
}

// left tells that the person is leaving in a hurry; then nothing is sent.
function left() {
  return document.documentElement.classList.contains("leaving");
}

function snapshot(form) {
  const fields = new URLSearchParams();
  fields.set("_draft", form.dataset.draft);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "_draft") fields.append(name, value);
  }
  return fields.toString();
}

function clock() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `kl. ${two(now.getHours())}.${two(now.getMinutes())}`;
}

function say(status, text) {
  if (status) status.textContent = text;
}

document.querySelectorAll("form[data-draft]").forEach(keep);
