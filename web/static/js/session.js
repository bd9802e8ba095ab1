// Asks, two minutes before the session ends, whether to go on. The dialog
// holds the times: data-warn and data-end are seconds from now.

const dialog = document.querySelector("dialog[data-session]");

function watch() {
  const left = dialog.querySelector("[data-session-left]");
  let timers = [];
  let end = 0;

  function start(warn, seconds) {
    timers.forEach(clearTimeout);
    end = Date.now() + seconds * 1000;
    timers = [setTimeout(ask, warn * 1000), setTimeout(over, seconds * 1000)];
  }

  function ask() {
    const at = new Date(end);
    const two = (n) => String(n).padStart(2, "0");
    left.textContent = left.dataset.text.replace("{Time}", `kl. ${two(at.getHours())}.${two(at.getMinutes())}`);
    if (!dialog.open) dialog.showModal();
  }

  // The server has ended the session; what is on the screen must go too.
  function over() {
    document.documentElement.classList.add("leaving");
    window.location.replace(dialog.dataset.over);
  }

  async function extend(event) {
    event.preventDefault();
    try {
      const answer = await fetch(event.target.action, { method: "POST", redirect: "error", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      start(Number(dialog.dataset.warn), Number(dialog.dataset.end));
      dialog.close();
    } catch {
      event.target.submit();
    }
  }

  dialog.querySelector("[data-session-extend]").addEventListener("submit", extend);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() >= end) over();
  });
  start(Number(dialog.dataset.warn), Number(dialog.dataset.end));
}

if (dialog) watch();
