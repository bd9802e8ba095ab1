// A register of units, as in the tutorial: the same plugin in another language.
import { Fault } from "./serve.mjs";

const size = 100;

let baseURL;

// describe says what the plugin is and asks for.
export function describe() {
  return {
    name: "registry-node-example",
    version: "0.1.0",
    features: ["registry"],
    settings: [{
      key: "base_url", kind: 5, required: true,
      label: { nb: "Adressen til registeret", nn: "Adressa til registeret" },
    }, {
      key: "token", kind: 7,
      label: { nb: "Nøkkel fra leverandøren", nn: "Nøkkel frå leverandøren" },
    }],
    hosts: [{
      name: "{setting:base_url}",
      why: { nb: "For å hente skoler og barnehager.", nn: "For å hente skular og barnehagar." },
    }],
  };
}

// configure keeps what the municipality has chosen.
export function configure({ settings }) {
  const address = settings.base_url ?? "";
  if (!address.startsWith("https://")) {
    throw new Fault("settings", "settings.address", {
      field: "base_url",
      message_: { nb: "Adressen begynner med https://", nn: "Adressa byrjar med https://" },
    });
  }
  baseURL = address.replace(/\/$/, "");
}

// check tries the register as lightly as it can be tried.
export async function check(way) {
  await page(way, 1, 1);
  return { healthy: true, message: { nb: "Registeret svarer.", nn: "Registeret svarar." } };
}

// list gives every unit, a page in each part, and says that it was all.
export async function* list(_, way) {
  for (let number = 1; ; number++) {
    const { pages, units } = await page(way, number, size);
    const named = units.filter((unit) => unit.id && unit.name?.trim());
    const nameless = units.filter((unit) => !named.includes(unit));
    yield {
      units: named.map(unitOf),
      remarks: nameless.map((unit) => ({
        place: String(unit.id), code: "unit.no_name",
        nb: "Enheten har ikke noe navn, og er utelatt.", nn: "Eininga har ikkje noko namn, og er utelaten.",
      })),
    };
    if (number >= pages) break;
  }
  yield { end: { complete: true } };
}

const kinds = { skole: "school", barnehage: "kindergarten" };

const unitOf = (theirs) => ({
  id: theirs.id, name: theirs.name.trim(), kind: kinds[theirs.type] ?? "other",
  latitude: theirs.lat ?? 0, longitude: theirs.lon ?? 0, closed: Boolean(theirs.closed),
});

// secondsToWait reads Retry-After: seconds, or a date by the system's own clock,
// which may be hours from ours. The answer's Date says what it is there.
function secondsToWait(headers) {
  const said = headers.get("retry-after") ?? "";
  const until = (Date.parse(said) - (Date.parse(headers.get("date")) || Date.now())) / 1000;
  return Math.min(Math.max(Math.round(/^\d+$/.test(said) ? Number(said) : until) || 0, 0), 86400);
}

// page asks for one page. The host puts the token in.
async function page(way, number, size) {
  const answer = await way.http({
    url: `${baseURL}/units?page=${number}&size=${size}`,
    secrets: [{ setting: "token", header: "Authorization", prefix: "Bearer " }],
  });
  if (answer.status === 401 || answer.status === 403) throw new Fault("settings", "settings.refused");
  if (answer.status === 429) {
    throw new Fault("system", "system.rate_limited", { retryAfter: secondsToWait(answer.headers) });
  }
  if (answer.status !== 200) throw new Fault("system", "system.failed");
  try {
    const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(answer.body));
    if (!Array.isArray(said.units)) throw new Error("no units");
    return said;
  } catch {
    throw new Fault("system", "system.not_json");
  }
}
