// Drives the page of a running service in a real browser, as a person would, and checks it for accessibility.
//
//     npm install --prefix service/tests/browser
//     cargo test -p sanctions-screen-service browser
//
// By hand: node page.mjs URL [FOLDER]; FOLDER takes the saved record and the screenshots. CHROMIUM names the browser, if
// it is not /usr/bin/chromium.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, folder = mkdtempSync(join(tmpdir(), "page-"))] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "browser-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
  viewport: { width: 1000, height: 1450 },
  acceptDownloads: true,
});

const page = browser.pages()[0];
const outside = [], complaints = [];
page.on("request", request => { if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) outside.push(request.url()); });
page.on("console", message => { if (message.type() === "error") complaints.push(message.text()); });
page.on("pageerror", error => complaints.push(error.message));

const status = () => page.locator("#status");
const says = async text => { await page.waitForFunction(text => document.getElementById("status").textContent.match(text), text, { timeout: 60000 }); };
const rated = () => page.waitForSelector("#rate:not([hidden])", { timeout: 60000 });
const shot = (name, fullPage) => page.screenshot({ path: join(folder, name), fullPage });

async function accessible(when) {
  // The policy of the page lets no script in from outside; the tool's own world is not bound by it.
  const session = await browser.newCDPSession(page);
  const tree = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: tree.frameTree.frame.id });
  const run = expression => session.send("Runtime.evaluate", { contextId: executionContextId, expression, awaitPromise: true, returnByValue: true });
  await run(axe);
  const { result, exceptionDetails } = await run(
    "axe.run(document).then(found => JSON.stringify(found.violations.map(rule => [rule.id, ...rule.nodes.map(node => node.failureSummary + ' ' + node.html)])))");
  assert.ok(!exceptionDetails, JSON.stringify(exceptionDetails));
  assert.deepEqual(JSON.parse(result.value), [], `accessibility, ${when}`);
}

// A name, its hits, and why.
await page.emulateMedia({ colorScheme: "light" });
await page.goto(url);
await accessible("before anything is asked");
await page.fill("#names", "Hikvison Digital Tech");
await page.click("button[type=submit]");
await says("^1 hit at 0.75");
await rated();
const hit = page.locator("article").first();
assert.match(await hit.innerText(), /HIKVISION/i);
assert.match(await hit.innerText(), /BIS, Entity List, 2019-10-09/);
assert.equal(await hit.locator("mark.equal", { hasText: /digital/i }).count(), 2);
assert.ok(await hit.locator("mark.sound, mark.letters").count() >= 2);
assert.match(await page.locator(".standing").innerText(), /EU: not[^]*OFAC: listed/);
const points = await hit.locator("tbody td.number").allInnerTexts();
const sum = points.map(text => Number(text.replace("−", "-"))).reduce((a, b) => a + b, 0);
assert.equal(sum.toFixed(4), (await hit.locator("svg").getAttribute("aria-label")).match(/score ([\d.]+)/)[1]);
assert.match(await page.locator("#rate").innerText(), /of 1000 alert at 0.75/);
await accessible("with a hit");
await shot("page-light.png", true);

// The decision, to keep.
const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
assert.match(download.suggestedFilename(), /^decisions-.*\.jsonl$/);
await download.saveAs(join(folder, "saved.jsonl"));
assert.equal(JSON.parse(readFileSync(join(folder, "saved.jsonl"), "utf8")).record.query.name, "Hikvison Digital Tech");

// A threshold that the hit does not reach, and one that is refused.
await page.fill("#threshold", "0.99");
await page.keyboard.press("Enter");
await says("^No hit at 0.99");
assert.equal(await page.locator("article").count(), 0);
await page.fill("#threshold", "");

// What contradicts.
await page.fill("#names", "Wuhan Tongsheng Sensor Technology");
await page.fill("#threshold", "0.3");
await page.click("button[type=submit]");
await says("hits at 0.3");
assert.ok(await page.locator("mark.against").count() > 0);
assert.ok(await page.locator("tbody mark.against", { hasText: "contradicts" }).count() > 0);
await page.fill("#threshold", "");

// Many, by keyboard alone, in the dark.
await page.emulateMedia({ colorScheme: "dark" });
await page.goto(url);
assert.equal(await page.evaluate(() => document.activeElement.id), "names");
await page.keyboard.insertText("Hikvison Digital Tech\n大连机床集团有限责任公司\nAcme Bakery GmbH\n --- \n<b>iRay</b> Technology");
await page.keyboard.press("Control+Enter");
await says("of 5 names have hits at 0.75; 1 could not be screened");
await rated();
assert.equal(await page.locator("#summary tbody tr").count(), 5);
assert.equal(await page.locator("#answers b").count(), 0);
await accessible("with many, in the dark");
await shot("page-dark.png", false);
const reached = new Set();
for (let presses = 0; presses < 40; presses += 1) {
  await page.keyboard.press("Tab");
  reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName));
}
for (const place of ["threshold", "kind", "country", "born", "key", "BUTTON", "save", "A", "SUMMARY"]) {
  assert.ok(reached.has(place), `${place} is reached by keyboard: ${[...reached]}`);
}
await page.locator("#summary a").nth(1).focus();
await page.keyboard.press("Enter");
assert.match(page.url(), /#answer-1$/);

// A refusal takes the old answer away.
await page.fill("#born", "yesterday");
await page.click("button[type=submit]");
await says("^Refused: ");
assert.ok(await page.locator("#result").isHidden());
assert.ok(await status().isVisible());

assert.deepEqual(outside, []);
// The browser itself complains of the refusal, which was meant.
assert.deepEqual(complaints.filter(text => !text.includes("422")), []);
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(`page: well; saved in ${folder}`);
