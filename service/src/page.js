"use strict";
const at = id => document.getElementById(id);

// All text that comes from a list or a person becomes a text node, never markup.
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const signed = points => (points > 0 ? "+" : points < 0 ? "−" : "") + (Math.abs(points) / 10000).toFixed(4);

// The kinds of evidence by what a reader must look at; what is not named here is of other letters.
const KINDS = {
  "equal": "equal", "transliteration": "sound", "name-spelling": "sound", "same-concept": "meaning",
  "related": "meaning", "diminutive": "meaning", "name-translation": "meaning", "joined": "form", "acronym": "form", "initial": "form",
  "truncated": "form", "contradicted": "against", "left-out": "left",
};
const WORDS = {
  "same-concept": "same meaning", "related": "related meaning", "name-spelling": "another spelling", "diminutive": "pet name",
  "name-translation": "the same name in another language", "lookalike": "letters that look alike",
  "transliteration": "sounds alike", "typo": "typing error", "joined": "joined or split", "truncated": "cut off",
  "contradicted": "contradicts", "left-out": "left out", "little-shared": "little is shared", "order": "another order",
  "not-equal": "not equal letter for letter", "limit": "a score is at most 1", "birth-date": "date of birth",
};

function evidence(line) {
  const what = typeof line.reason === "string" ? line.reason : Object.values(line.reason)[0];
  const matches = typeof line.reason !== "string" && "match" in line.reason;
  return { says: WORDS[what] || what.replaceAll("-", " "), kind: KINDS[what] || (matches ? "letters" : "") };
}

// The words of a name, each marked by its evidence. Offsets are of bytes in UTF-8.
function marked(name, lines, side) {
  const bytes = new TextEncoder().encode(name);
  const slice = (start, end) => new TextDecoder().decode(bytes.slice(start, end));
  const parts = lines.flatMap(line => (line[side] || []).map(part => ({ ...part, ...evidence(line) })));
  const out = [];
  let done = 0;
  for (const part of parts.sort((a, b) => a.start - b.start)) {
    if (part.start < done || slice(part.start, part.end) !== part.text) continue;
    out.push(slice(done, part.start), make("mark", { className: part.kind, title: part.says }, part.text));
    done = part.end;
  }
  out.push(slice(done, bytes.length));
  return out;
}

function scale(score, threshold) {
  const [width, height] = [220, 16];
  const says = `score ${score.toFixed(4)}, threshold ${threshold.toFixed(4)}`;
  const tick = width * threshold;
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": says },
    draw("rect", { class: "track", y: 4, width, height: 8, rx: 4 }),
    draw("rect", { class: "score", y: 4, width: width * score, height: 8, rx: 4 }),
    draw("line", { class: "threshold", x1: tick, x2: tick, y1: 0, y2: height }));
}

function reasons(lines) {
  const words = parts => (parts || []).map(part => part.text).join(" ");
  const head = ["points", "query", "listed", "evidence"].map((title, column) =>
    make("th", { scope: "col", className: column ? "" : "number" }, title));
  const rows = lines.map(line => {
    const { says, kind } = evidence(line);
    return make("tr", {},
      make("td", { className: "number" }, signed(line.points)), make("td", {}, words(line.query)),
      make("td", {}, words(line.listed)), make("td", {}, kind ? make("mark", { className: kind }, says) : says));
  });
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

// Who of those that the lists name has listed it, and who has not.
function standing(listed, authorities) {
  const rows = authorities.map(authority => listed.has(authority)
    ? make("li", { className: "lists" }, `${authority}: listed`)
    : make("li", {}, `${authority}: not`));
  return make("ul", { className: "standing" }, ...rows);
}

function hitOf(hit, query, threshold, isFirst) {
  const primary = hit.entity.names[0].full;
  const listings = (hit.entity.designations || []).map(listing =>
    [listing.authority, listing.programme, listing.listed_on].filter(Boolean).join(", "));
  const beside = [`${hit.list} ${hit.entity.id}`, hit.entity.kind];
  if (primary !== hit.matched_name) beside.push(`listed as ${primary}`);
  if (hit.name_type !== "primary") beside.push(hit.name_type.replaceAll("-", " "));
  const why = make("details", { open: isFirst }, make("summary", {}, "Why"), reasons(hit.explanation));
  why.lastChild.before(make("p", { className: "aside" }, `These points add up to the score, ${hit.score.toFixed(4)}.`));
  return make("article", {},
    make("h3", { className: "name" }, ...marked(hit.matched_name, hit.explanation, "listed")),
    make("div", {}, "asked: ", ...marked(query.name, hit.explanation, "query")),
    make("div", {}, scale(hit.score, threshold), ` ${hit.score.toFixed(4)}, threshold ${threshold.toFixed(4)}`),
    listings.length
      ? make("div", {}, "Designated: ", listings.join("; "))
      : make("div", {}, `On list ${hit.list}, which names no authority that has designated it.`),
    make("div", { className: "aside" }, beside.join(" · ")),
    make("div", { className: "wide" }, why));
}

function answerOf(answer, name, number, threshold, authorities) {
  const section = make("section", { id: `answer-${number}`, tabIndex: -1 });
  const title = make("h2", { id: `title-${number}` });
  section.setAttribute("aria-labelledby", title.id);
  section.append(title);
  if (answer.error) {
    title.append(`${name}: not screened`);
    section.append(make("p", {}, answer.error));
    return section;
  }
  const { hits, query } = answer;
  title.append(`${name}: ${hits.length ? counted(hits.length, "hit") : "no hit"}`);
  if (hits.length && authorities.length) {
    section.append(make("p", { className: "aside" }, "Who has designated what these hits name, of all authorities that the lists name:"),
      standing(new Set(hits.flatMap(hit => hit.designated_by)), authorities));
  }
  section.append(...hits.map((hit, place) => hitOf(hit, query, threshold, place === 0)));
  return section;
}

function summaryOf(answers, names) {
  const head = ["name", "hits", "best score", "designated by"].map((title, column) =>
    make("th", { scope: "col", className: column === 1 || column === 2 ? "number" : "" }, title));
  const rows = answers.map((answer, number) => {
    const hits = answer.hits || [];
    const by = [...new Set(hits.flatMap(hit => hit.designated_by))].join(", ");
    return make("tr", {}, make("td", {}, make("a", { href: `#answer-${number}` }, names[number])),
      make("td", { className: "number" }, answer.error ? "not screened" : String(hits.length)),
      make("td", { className: "number" }, hits.length ? hits[0].score.toFixed(4) : ""), make("td", {}, by));
  });
  return make("div", { className: "wide" },
    make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
}

function rateOf(rate, threshold) {
  const [left, top, width, height] = [48, 12, 420, 120];
  const lowest = rate.by_threshold[0].threshold;
  const most = Math.max(rate.by_threshold[0].alerts, rate.names / 100);
  const x = value => left + (value - lowest) / (1 - lowest) * width;
  const y = alerts => top + (1 - alerts / most) * height;
  const percent = alerts => `${(100 * alerts / rate.names).toFixed(1)} %`;
  // The next threshold at or above the one in use that was measured; rounding keeps 0.75 from being missed.
  const near = rate.by_threshold.find(point => point.threshold >= threshold - 1e-9);
  const says = threshold < lowest ? `more than ${percent(most)}`
    : `${near.alerts} of ${rate.names} alert at ${threshold.toFixed(2)}, which is ${percent(near.alerts)}`;
  const label = (px, py, anchor, text) => draw("text", { x: px, y: py, "text-anchor": anchor }, text);
  const svg = draw("svg", { viewBox: `0 0 ${left + width + 20} ${top + height + 24}`, width: left + width + 20,
    height: top + height + 24, role: "img", "aria-label": `Ordinary names that alert, by threshold: ${says}` });
  for (const share of [0, 0.5, 1]) {
    const line = y(most * share);
    svg.append(draw("line", { class: "grid", x1: left, x2: left + width, y1: line, y2: line }),
      label(left - 6, line + 4, "end", percent(most * share)));
  }
  for (const value of [0.6, 0.7, 0.8, 0.9, 1]) svg.append(label(x(value), top + height + 18, "middle", value.toFixed(1)));
  const points = rate.by_threshold.map(point => `${x(point.threshold)},${y(point.alerts)}`).join(" ");
  svg.append(draw("polyline", { class: "curve", points }));
  if (threshold >= lowest) {
    svg.append(draw("line", { class: "threshold", x1: x(threshold), x2: x(threshold), y1: top, y2: top + height }));
  }
  return [make("p", {}, `Of ${rate.names} ordinary names, screened against these lists by name alone: ${says}.`), svg,
    make("p", { className: "aside" }, `The names: ${rate.of}. Your customers are others; it shows which way a threshold moves the volume.`)];
}

const session = { journal: "", edition: 0, authorities: [], rate: null };

function headers() {
  const headers = { "Content-Type": "application/json" };
  if (at("key").value) headers["X-API-Key"] = at("key").value;
  return headers;
}

async function ask(path, body) {
  const response = await fetch(path, body
    ? { method: "POST", headers: headers(), body: JSON.stringify(body) } : { headers: headers() });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

async function show(answer, names) {
  if (session.edition !== answer.edition.number) {
    session.authorities = (await ask("authorities")).authorities.map(known => known.authority);
    session.rate = null;
  }
  session.edition = answer.edition.number;
  session.journal = answer.journal;
  at("answers").replaceChildren(...answer.answers.map((one, number) =>
    answerOf(one, names[number], number, answer.threshold, session.authorities)));
  at("summary").hidden = names.length < 2;
  at("summary").replaceChildren(at("summary-title"), summaryOf(answer.answers, names));
  at("lists").textContent = "Screened against " + answer.edition.lists.map(list =>
    `${list.id} (${list.publisher}, ${list.date || "without date"}, ${counted(list.entities, "entity", "entities")}, SHA-256 ${list.sha256.slice(0, 12)})`).join(", ")
    + `; sanctions-screen ${answer.version}, algorithm ${answer.algorithm}.`;
  at("save").hidden = !answer.journal;
  at("result").hidden = false;
  const alerts = answer.answers.filter(one => one.hits && one.hits.length).length;
  at("status").textContent = (names.length === 1 ? alerts ? counted(answer.answers[0].hits.length, "hit") : "No hit"
    : `${alerts} of ${names.length} names have hits`)
    + ` at ${answer.threshold}` + (answer.not_screened ? `; ${answer.not_screened} could not be screened` : "") + ".";
}

// It takes some seconds where the lists are large, so the answers are shown before it.
async function showRate(threshold) {
  try {
    session.rate ||= await ask("alert-rate");
    at("rate").replaceChildren(at("rate-title"), ...rateOf(session.rate, threshold));
  } catch (error) {
    at("rate").replaceChildren(at("rate-title"), make("p", {}, `Not known: ${error.message}`));
  }
  at("rate").hidden = false;
}

at("form").addEventListener("submit", async event => {
  event.preventDefault();
  const names = at("names").value.split("\n").map(name => name.trim()).filter(Boolean);
  if (!names.length) return;
  const known = {};
  for (const [field, id] of [["kind", "kind"], ["country", "country"], ["birth_date", "born"]]) {
    if (at(id).value.trim()) known[field] = at(id).value.trim();
  }
  const asked = { queries: names.map(name => ({ name, ...known })), explain: true, journal: true };
  if (at("threshold").value) asked.threshold = Number(at("threshold").value);
  at("status").textContent = "Screening…";
  try {
    const answer = await ask("screen/batch", asked);
    await show(answer, names);
    await showRate(answer.threshold);
  } catch (error) {
    // What stands there would be taken for the answer.
    at("result").hidden = true;
    at("status").textContent = `Refused: ${error.message}`;
  }
});

at("names").addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) at("form").requestSubmit();
});

at("save").addEventListener("click", () => {
  const moment = JSON.parse(session.journal.slice(0, session.journal.indexOf("\n"))).record.at;
  const url = URL.createObjectURL(new Blob([session.journal], { type: "application/jsonl" }));
  make("a", { href: url, download: `decisions-${moment.replaceAll(":", "")}.jsonl` }).click();
  URL.revokeObjectURL(url);
});
