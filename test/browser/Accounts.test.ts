import { Secret, TOTP } from "otpauth"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { violationsOf } from "../../client/test/violations.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, owner, type Stage } from "./Stage.ts"

quietLibsignal()

const newcomer = { username: "ravi_smm", password: "boats under the bridge" } as const

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ database: testDatabase, env: { REGISTRATION: "open" } })
}, 360_000)
afterAll(() => stage?.close())

/** No rule of accessibility is broken, light and dark, wide and on a phone; the page is left as it was. */
const isAccessible = async (page: Page, name: string) => {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violationsOf(page, colorScheme), `${name} ${width} px ${colorScheme}`).toEqual([])
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
      expect(overflow, `${name} is wider than ${width} px`).toBe(0)
      if (process.env["SHOTS"] !== undefined) {
        await page.screenshot({
          path: `${process.env["SHOTS"]}/${name}-${width}-${colorScheme}.png`,
          fullPage: true
        })
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: "light" })
}

const logIn = async (page: Page, { username, password }: { username: string; password: string }) => {
  await page.getByLabel("Username").fill(username)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Log in" }).click()
}

/** What a refused request leaves on the console beside the page's own words is Chromium's, not a fault of ours. */
const ownComplaints = (complaints: ReadonlyArray<string>) =>
  complaints.filter((line) => !/Failed to load resource: .* status of 4\d\d/.test(line))

describe("an owner's login, by the pages", () => {
  let app: TOTP | undefined
  let recovery = ""

  it("AC-01: a stranger registers with his panel, which is found and added, and gets in", async () => {
    const { page, complaints, close } = await stage.open("/login")
    await page.getByRole("link", { name: "Register as an owner" }).click()
    await page.getByLabel("Username", { exact: true }).fill("rаvi")
    await page.getByLabel("Password", { exact: true }).fill(newcomer.password)
    await page.getByLabel("Password again").fill(newcomer.password)
    await page.getByLabel("E-mail").fill("ravi@example.com")
    await page.getByLabel("WhatsApp number").fill("+977 980-0000100")
    await page.getByLabel("Telegram username").fill("@ravi_smm")
    await page.getByLabel("Panel address").fill(stage.panel.url)
    await page.getByLabel("Panel API key").fill(stage.panel.adminKey)
    await page.getByRole("button", { name: "Register" }).click()
    await page.getByText("letters of other alphabets can look the same").waitFor()
    await isAccessible(page, "register")
    await page.getByLabel("Username", { exact: true }).fill(newcomer.username)
    await page.getByRole("button", { name: "Register" }).click()
    await page.getByText("your panel is added").waitFor()
    await isAccessible(page, "registered")
    await page.getByRole("button", { name: "Go on" }).click()
    await page.getByText("Live", { exact: true }).waitFor()
    expect(
      await stage.query(
        "select p.kind, p.base_url from panel p join tenant t on t.id = p.tenant_id where t.name = $1",
        [newcomer.username]
      )
    ).toHaveLength(1)
    expect(ownComplaints(complaints)).toEqual([])
    await close()
  }, 180_000)

  it("AC-04: he sets up a second factor with the code that his page draws, and keeps his recovery codes", async () => {
    const { page, complaints, close } = await stage.open("/login")
    await logIn(page, newcomer)
    await page.getByText("Live", { exact: true }).waitFor()
    await page.getByRole("button", { name: newcomer.username }).click()
    await page.getByRole("menuitem", { name: "Your account" }).click()
    await page.getByRole("button", { name: "Set it up" }).click()
    await page.getByLabel("Your password").fill("not this one")
    await page.getByRole("button", { name: "Go on" }).click()
    await page.getByText("This is not your password.").waitFor()
    await page.getByLabel("Your password").fill(newcomer.password)
    await page.getByRole("button", { name: "Go on" }).click()
    await page.getByRole("img", { name: "QR code to scan with the app" }).waitFor()
    await isAccessible(page, "factor")
    const secret = (await page.getByLabel("Key for the app").textContent()) ?? ""
    app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) })
    await page.getByLabel("Code that the app shows").fill(app.generate({ timestamp: Date.now() - 30_000 }))
    await page.getByRole("button", { name: "Switch it on" }).click()
    await page.getByRole("list", { name: "Recovery codes" }).waitFor()
    await isAccessible(page, "codes")
    recovery =
      (await page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents())[0] ??
      ""
    expect(await page.getByRole("button", { name: "Done" }).isDisabled()).toBe(true)
    await page.getByLabel("I have kept these codes").check()
    await page.getByRole("button", { name: "Done" }).click()
    await page.getByText("10 of 10 recovery codes left").waitFor()
    expect(ownComplaints(complaints)).toEqual([])
    await close()
  }, 180_000)

  it("AC-04: he logs in with a code, sees where else he is logged in, and ends it there at once", async () => {
    const first = await stage.open("/login")
    await logIn(first.page, newcomer)
    await first.page.getByLabel("Code").fill("000000")
    await first.page.getByRole("button", { name: "Log in" }).click()
    await first.page.getByText("The code is wrong.").waitFor()
    await isAccessible(first.page, "code")
    await first.page.getByLabel("Code").fill(app!.generate())
    await first.page.getByRole("button", { name: "Log in" }).click()
    await first.page.getByText("Live", { exact: true }).waitFor()
    await first.page.getByRole("button", { name: newcomer.username }).click()
    await first.page.getByRole("menuitem", { name: "Log out" }).click()
    await first.page.getByRole("heading", { name: "Log in" }).waitFor()
    await logIn(first.page, newcomer)
    await first.page.getByLabel("Code").fill(recovery.toLowerCase())
    await first.page.keyboard.press("Enter")
    await first.page.getByText("Live", { exact: true }).waitFor()

    const second = await stage.open("/login?to=%2Faccount", {
      userAgent: "Mozilla/5.0 (Windows) Firefox/140.0"
    })
    await logIn(second.page, newcomer)
    await second.page.getByLabel("Code").fill(app!.generate({ timestamp: Date.now() + 30_000 }))
    await second.page.getByRole("button", { name: "Log in" }).click()
    const sessions = second.page.getByRole("region", { name: "Where you are logged in" })
    await sessions.getByText("This browser").waitFor()
    await second.page.getByText("Wrong code").first().waitFor()
    await isAccessible(second.page, "account")
    await sessions.getByRole("button", { name: /^End / }).last().waitFor()
    await sessions.getByRole("button", { name: "Log out everywhere else" }).click()
    await sessions.getByText(/other log-ins? w(?:as|ere) ended/).waitFor()
    // Nobody touches the other browser: its live socket is closed, and it is out.
    await first.page.getByRole("heading", { name: "Log in" }).waitFor()
    await second.page.getByText("9 of 10 recovery codes left").waitFor()
    expect(ownComplaints([...first.complaints, ...second.complaints])).toEqual([])
    await first.close()
    await second.close()
  }, 270_000)
})

describe("a password", () => {
  it("AC-04: without mail the page says whom to ask; a link that was handed on sets it once", async () => {
    const { page, complaints, close } = await stage.open("/login")
    await page.getByRole("link", { name: "Forgot your password?" }).click()
    await page.getByText("This platform sends no mail.").waitFor()
    await isAccessible(page, "forgot")
    await close()

    await stage.addLogin({ username: "manoj", password: "answers from nine to five" })
    await stage.query("update login set role = 'staff' where username = 'manoj'")
    const [manoj] = await stage.query<{ id: string }>("select id from login where username = 'manoj'")
    const storageState = await stage.logIn()
    const mine = await stage.open("/account", { storageState })
    const { path } = await mine.page.evaluate(async (id) => {
      const headers = { "content-type": "application/json" }
      const answer = await fetch(`/api/logins/${id}/reset-link`, { method: "POST", headers, body: "{}" })
      return (await answer.json()) as { path: string }
    }, manoj!.id)
    const link = await stage.open(path)
    await link.page.getByLabel("New password", { exact: true }).fill("password1234")
    await link.page.getByLabel("New password again").fill("password1234")
    await link.page.getByRole("button", { name: "Set the password" }).click()
    await link.page.getByText("one of those that are guessed first").waitFor()
    await isAccessible(link.page, "reset")
    await link.page.getByLabel("New password", { exact: true }).fill("tea after the rain")
    await link.page.getByLabel("New password again").fill("tea after the rain")
    await link.page.getByRole("button", { name: "Set the password" }).click()
    await link.page.getByText("The password of manoj is set.").waitFor()
    await link.page.getByRole("link", { name: "Log in" }).click()
    await logIn(link.page, { username: "manoj", password: "tea after the rain" })
    await link.page.getByRole("button", { name: "SMM Nepal" }).waitFor()
    expect(ownComplaints([...complaints, ...mine.complaints, ...link.complaints])).toEqual([])
    await mine.close()
    await link.close()
  }, 180_000)

  it("AC-04: the owner changes his own with the old one", async () => {
    const storageState = await stage.logIn()
    const { page, complaints, close } = await stage.open("/account", { storageState })
    const change = async (from: string, to: string) => {
      await page.getByRole("button", { name: "Change the password" }).click()
      await page.getByLabel("Password until now").fill(from)
      await page.getByLabel("New password", { exact: true }).fill(to)
      await page.getByLabel("New password again").fill(to)
      await page.getByRole("button", { name: "Change", exact: true }).click()
    }
    await change("not the one", "lamps along the river")
    await page.getByText("This is not your password.").waitFor()
    await page.getByLabel("Password until now").fill(owner.password)
    await page.getByRole("button", { name: "Change", exact: true }).click()
    await page.getByText("Your password is changed.").waitFor()
    await change("lamps along the river", owner.password)
    await page.getByRole("button", { name: "Change the password" }).waitFor()
    expect(ownComplaints(complaints)).toEqual([])
    await close()
  }, 180_000)

  it("AC-04: a role that needs a second factor is led to it", async () => {
    await stage.query(
      "insert into login_policy (role, needs_factor, changed_at, changed_by) values ('owner', true, now(), 'test')"
    )
    const { page, complaints, close } = await stage.open("/login")
    await logIn(page, owner)
    await page.getByRole("heading", { name: "Set up a second factor" }).waitFor()
    await isAccessible(page, "enrol")
    await page.goto(`${stage.address}/requests`)
    await page.getByRole("heading", { name: "Set up a second factor" }).waitFor()
    await stage.query("delete from login_policy")
    expect(ownComplaints(complaints)).toEqual([])
    await close()
  }, 180_000)
})

describe("the admin", () => {
  it("AC-01, AC-04: adds an owner, hands him a link, and asks a role for a second factor", async () => {
    const { page, complaints, close } = await stage.open(stage.setupPath)
    await page.getByLabel("Username").fill("master")
    await page.getByLabel("Password", { exact: true }).fill("one time is enough")
    await page.getByLabel("Password again").fill("one time is enough")
    await page.getByRole("button", { name: "Create the admin" }).click()
    await page.getByRole("button", { name: "Add an owner" }).click()
    await page.getByLabel("Username", { exact: true }).fill("support")
    await page.getByRole("button", { name: "Add", exact: true }).click()
    await page.getByText("kept for the platform").waitFor()
    await isAccessible(page, "add-owner")
    await page.getByLabel("Username", { exact: true }).fill("gita.panel")
    await page.getByRole("button", { name: "Add", exact: true }).click()
    const link = (await page.getByLabel("The link").textContent()) ?? ""
    expect(link).toMatch(/\/reset#[\w-]{43}$/)
    await isAccessible(page, "owner-link")
    await page.keyboard.press("Escape")
    await page.getByText("gita.panel").first().click()
    await page.getByRole("button", { name: "Password link" }).click()
    await page.getByLabel("The phone is lost").check()
    await isAccessible(page, "password-link")
    await page.getByRole("button", { name: "Make the link" }).click()
    const second = (await page.getByLabel("The link").textContent()) ?? ""
    expect(second).not.toBe(link)
    await page.goto(`${stage.address}/account`)
    await page.getByRole("switch", { name: "Owners need a second factor", exact: true }).click()
    await page
      .getByRole("switch", { name: "Owners need a second factor", exact: true, checked: true })
      .waitFor()
    await isAccessible(page, "admin-account")
    await page.getByRole("switch", { name: "Owners need a second factor", exact: true }).click()
    await page
      .getByRole("switch", { name: "Owners need a second factor", exact: true, checked: false })
      .waitFor()
    expect(ownComplaints(complaints)).toEqual([])
    await close()
    // The first link ended with the second.
    const old = await stage.open(new URL(link).pathname + new URL(link).hash)
    await old.page.getByLabel("New password", { exact: true }).fill("tea after the rain")
    await old.page.getByLabel("New password again").fill("tea after the rain")
    await old.page.getByRole("button", { name: "Set the password" }).click()
    await old.page.getByText("This link does not work any more").waitFor()
    await old.close()
  }, 270_000)
})
