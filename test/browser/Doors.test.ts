import { Duration } from "effect"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { type Credentials, openStage, owner, type Stage } from "./Stage.ts"

quietLibsignal()

const admin = { username: "master", password: "one time is enough" } as const
const staff = { username: "manoj", password: "answers from nine to five" } as const
const wrong = "The username or the password is wrong."

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ database: testDatabase, loginCheck: Duration.seconds(2) })
}, 360_000)
afterAll(() => stage?.close())

const logIn = async (page: Page, { username, password }: Credentials) => {
  await page.getByLabel("Username").fill(username)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Log in" }).click()
}

/** What a refused request leaves on the console beside the page's own words is Chromium's, not a fault of ours. */
const ownComplaints = (complaints: ReadonlyArray<string>) =>
  complaints.filter((line) => !/Failed to load resource: .* status of 4\d\d/.test(line))

describe("the one-time link", () => {
  const fillIn = async (page: Page) => {
    await page.getByLabel("Username").fill(admin.username)
    await page.getByLabel("Password", { exact: true }).fill(admin.password)
    await page.getByLabel("Password again").fill(admin.password)
    await page.getByRole("button", { name: "Create the admin" }).click()
  }

  it("AC-05: a guessed link creates nobody", async () => {
    const { page, complaints, close } = await stage.open("/setup?token=guessed")
    await fillIn(page)
    await page.getByText("This set-up link is not valid").waitFor()
    expect(await stage.query("select 1 from login where role = 'admin'")).toEqual([])
    expect(ownComplaints(complaints)).toEqual([])
    await close()
  })

  it("AC-05: it creates the master admin, who is told what he can do, and works once", async () => {
    const { page, complaints, close } = await stage.open(stage.setupPath)
    await fillIn(page)
    await page.getByRole("heading", { name: "Users" }).waitFor()
    await page.getByText("SMM Nepal").waitFor()
    expect(await page.getByRole("alert").count()).toBe(0)
    const pages = page.getByRole("navigation", { name: "Pages" }).getByRole("link")
    expect(await pages.allTextContents()).toEqual([
      "Users",
      "Runtime",
      "Logs",
      "Platform staff",
      "What staff did",
      "Recovery"
    ])
    expect(ownComplaints(complaints)).toEqual([])
    await close()

    const second = await stage.open(stage.setupPath)
    await second.page.getByText("This gateway is set up already.").waitFor()
    const answer = await second.page.evaluate(async (token) => {
      const body = JSON.stringify({ token, username: "second", password: "another long password" })
      const headers = { "content-type": "application/json" }
      return (await fetch("/api/setup", { method: "POST", headers, body })).status
    }, stage.setupPath.split("=")[1])
    expect(answer).toBe(409)
    expect(await stage.query("select username from login where role = 'admin'")).toEqual([
      { username: admin.username }
    ])
    await second.close()
  })
})

describe("a login", () => {
  it("AC-02: a wrong password is refused in words that tell nothing, the right one lets the owner in", async () => {
    const { page, complaints, close } = await stage.open("/requests")
    await logIn(page, { ...owner, password: "a wrong password" })
    await page.getByText(wrong).waitFor()
    await logIn(page, { username: "nobody", password: owner.password })
    await page.getByText(wrong).waitFor()
    await logIn(page, owner)
    await page.getByRole("heading", { name: "Requests" }).waitFor()
    await page.getByRole("button", { name: "SMM Nepal" }).waitFor()
    await page.getByText("Live", { exact: true }).waitFor()
    expect(ownComplaints(complaints)).toEqual([])
    const history = await stage.query<{ username: string; outcome: string }>(
      "select username, outcome from login_attempt order by at"
    )
    expect(history).toEqual([
      { username: "owner", outcome: "wrongPassword" },
      { username: "nobody", outcome: "unknownName" },
      { username: "owner", outcome: "accepted" }
    ])
    await close()
  })

  it("AC-02: a suspended login is refused at its next request, and its open page stops watching", async () => {
    await stage.addLogin(staff)
    const { page, close } = await stage.open("/login")
    await logIn(page, staff)
    await page.getByText("Live", { exact: true }).waitFor()
    await stage.query("update login set status = 'suspended' where username = $1", [staff.username])
    expect(await page.evaluate(async () => (await fetch("/api/conversations?limit=1")).status)).toBe(401)
    // Nobody touches the page: the live socket's own check puts it out.
    await page.getByRole("heading", { name: "Log in" }).waitFor()
    await logIn(page, staff)
    await page.getByText("This login is suspended.").waitFor()
    await close()
  })

  it("AC-02: a suspended login that goes on clicking is put out at once", async () => {
    await stage.query("update login set status = 'active' where username = $1", [staff.username])
    const { page, close } = await stage.open("/login")
    await logIn(page, staff)
    await page.getByText("Live", { exact: true }).waitFor()
    await stage.query("update login set status = 'suspended' where username = $1", [staff.username])
    const began = Date.now()
    // The live socket may put the page out before the click does.
    await page
      .getByRole("link", { name: "Channels" })
      .first()
      .click({ timeout: 1_000 })
      .catch(() => {})
    await page.getByRole("heading", { name: "Log in" }).waitFor()
    console.log(`AC-02: put out ${Date.now() - began} ms after the suspension`)
    await close()
  })
})

describe("a page of somebody else", () => {
  let foreign: Server
  beforeAll(async () => {
    foreign = createServer((_request, response) => {
      response.setHeader("content-type", "text/html").end("<title>Somebody else</title>")
    })
    await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve))
  })
  afterAll(() => new Promise((resolve) => foreign.close(resolve)))

  it("SE-04: has no use of an owner's cookie: no write, no live socket, no reading of the cookie", async () => {
    const { page, close } = await stage.open("/login")
    await logIn(page, owner)
    await page.getByText("Live", { exact: true }).waitFor()
    expect(await page.evaluate("document.cookie")).toBe("")
    expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: "Strict", path: "/" }])
    // Another port is the same site, so the browser sends the cookie along: the Origin decides.
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
    // He does not even learn that it was refused: the browser keeps answers of ours from other pages.
    const failures: Array<string | undefined> = []
    page.on("requestfailed", (request) => {
      if (request.url().endsWith("/api/logout")) failures.push(request.failure()?.errorText)
    })
    const socket = await page.evaluate(async (address) => {
      await fetch(`${address}/api/logout`, { method: "POST", mode: "no-cors", body: "" }).catch(() => null)
      return new Promise((resolve) => {
        const live = new WebSocket(`${address.replace("http", "ws")}/live`)
        live.addEventListener("open", () => resolve("open"))
        live.addEventListener("error", () => resolve("refused"))
      })
    }, stage.address)
    expect(socket).toBe("refused")
    expect(failures).toEqual([expect.stringContaining("ERR_BLOCKED_BY_RESPONSE")])
    await page.goto(`${stage.address}/desk`)
    await page.getByText("Live", { exact: true }).waitFor()
    await close()
  })
})
