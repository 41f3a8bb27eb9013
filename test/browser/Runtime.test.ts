import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { violationsOf } from "../../client/test/violations.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const admin = { username: "root", password: "the-platform-admin" }

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>
let adminState: Awaited<ReturnType<Stage["logIn"]>>
let nextOrder = 580_000_000
beforeAll(async () => {
  stage = await openStage({ database: testDatabase })
  storageState = await stage.logIn()
  const { page, close } = await stage.open(stage.setupPath)
  await page.getByLabel("Username").fill(admin.username)
  await page.getByLabel("Password", { exact: true }).fill(admin.password)
  await page.getByLabel("Password again").fill(admin.password)
  await page.getByRole("button", { name: /set up|create/i }).click()
  await page.waitForURL(/\/(?:desk|admin.*)?$/)
  adminState = await page.context().storageState()
  await close()
  await stage.link()
}, 360_000)
afterAll(() => stage?.close())

/** A customer's command, answered. */
const command = async () => {
  const id = String(++nextOrder)
  stage.panel.addOrder({
    id: Number(id),
    user: "rahim_smm",
    provider: "fastlikes.example",
    externalId: `8${id}`
  })
  const before = stage.rahim.inbox.entries.length
  await stage.rahim.send(gatewayNumber, `${id} cancel`)
  await stage.rahim.waitFor(({ isFromGateway, seq }) => isFromGateway && seq > before, 15_000)
  return id
}

/** Fails on what breaks a rule of accessibility and on what is wider than the screen; leaves pictures where it is asked to. */
const check = async (page: Page, name: string) => {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violationsOf(page, colorScheme), `${name} ${width} px ${colorScheme}`).toEqual([])
      const folder = process.env["SCREENS"]
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` })
    }
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")
    expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1440, height: 800 })
  await page.emulateMedia({ colorScheme: "light" })
}

describe("the runtime page", { timeout: 90_000 }, () => {
  it("MA-01, MA-05: shows processes, queues and errors, and goes on by itself", async () => {
    const { page, complaints, close } = await stage.open("/admin/runtime", { storageState: adminState })
    await page.getByRole("heading", { name: "Processes" }).waitFor()
    await page.getByRole("cell", { name: "Ready" }).waitFor()
    await page.getByText("Messages to send queued").waitFor()
    await page.getByText("Nothing has gone wrong within a day.").waitFor()
    await stage.query(
      `insert into log_line (id, tenant_id, at, level, area, text)
       values ('00000000-0000-7000-8000-000000000002', $1, now(), 'error', 'system', 'The mail server does not answer')`,
      [stage.tenantId]
    )
    await page.getByText("The mail server does not answer").waitFor()
    await check(page, "runtime-health")
    expect(complaints).toEqual([])
    await close()
  })

  it("MA-01: sessions are filtered by state, network and name, all of it in the address", async () => {
    const { page, complaints, close } = await stage.open("/admin/runtime?view=sessions", {
      storageState: adminState
    })
    const rows = page.getByRole("region", { name: "Sessions" }).getByRole("listitem")
    await page.getByRole("button", { name: "Open 2" }).waitFor()
    expect(await rows.count()).toBe(2)
    await page.getByLabel("Network").selectOption("telegram")
    await expect.poll(() => rows.count()).toBe(1)
    await expect.poll(() => page.url()).toContain("kind=telegram")
    await page.getByLabel("Network").selectOption("")
    await page.getByRole("searchbox").fill("no such thing")
    await page.getByText("No channel fits.").waitFor()
    await page.getByRole("searchbox").fill("")
    await page.getByRole("button", { name: "Open 2" }).click()
    await expect.poll(() => page.url()).toContain("state=Open")
    await expect.poll(() => rows.count()).toBe(2)
    await check(page, "runtime-sessions")
    expect(complaints).toEqual([])
    await close()
  })

  it("MA-01: a workspace unfolds into channels, chats and orders; whose chats they are only its own people see", async () => {
    const id = await command()
    const { page, complaints, close } = await stage.open("/admin/runtime?view=actors", {
      storageState: adminState
    })
    await page.getByText("Whose actors do you want to see?").waitFor()
    await page.getByLabel("Workspace").selectOption(stage.tenantId)
    await page.getByText(`Order ${id}`).waitFor()
    expect(await page.getByText("rahim_smm").count()).toBe(0)
    await page
      .getByRole("button", { name: /^What is under Chat/ })
      .first()
      .click()
    await expect.poll(() => page.getByText(`Order ${id}`).count()).toBe(0)
    await page
      .getByRole("button", { name: /^What is under Chat/ })
      .first()
      .click()
    await page.getByText(`Order ${id}`).waitFor()
    await check(page, "runtime-actors")
    expect(complaints).toEqual([])
    await close()
    const own = await stage.open("/log", { storageState })
    await own.page.getByRole("link", { name: "Actors" }).click()
    await own.page.getByText(`Order ${id}`).waitFor()
    await own.page.getByText("rahim_smm").first().waitFor()
    await own.close()
  })
})

describe("the live log", { timeout: 90_000 }, () => {
  it("LD-05: is narrowed by level and text, held still, and taken away as a file", async () => {
    await command()
    const { page, complaints, close } = await stage.open("/log", { storageState })
    const lines = page.locator("[aria-label=Log] [role=listitem]")
    await lines.first().waitFor()
    await stage.query(
      `insert into log_line (id, tenant_id, at, level, area, text)
       values ('00000000-0000-7000-8000-000000000001', $1, '2020-01-01', 'warn', 'system', '=SUM(A1), an "old" warning')`,
      [stage.tenantId]
    )
    await page.getByLabel("Level").selectOption("warn")
    await page.getByRole("searchbox").fill("old")
    await expect.poll(() => lines.allTextContents()).toEqual([expect.stringContaining('an "old" warning')])
    expect(page.url()).toContain("level=warn")
    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "CSV" }).click()
    const file = readFileSync(await (await download).path(), "utf8")
      .replace("\uFEFF", "")
      .split("\r\n")
    expect(file).toHaveLength(2)
    expect(file[1]).toContain(`"warn","system","'=SUM(A1), an ""old"" warning"`)
    await page.getByRole("searchbox").fill("")
    await page.getByLabel("Level").selectOption("all")
    await expect.poll(() => lines.count()).toBeGreaterThan(1)
    await page.getByRole("button", { name: "Pause" }).click()
    const before = await lines.first().textContent()
    await command()
    const goOn = page.getByRole("button", { name: /^Go on \(\d+ new\)$/ })
    await goOn.waitFor()
    expect(await lines.first().textContent()).toBe(before)
    await goOn.click()
    await expect.poll(() => lines.first().textContent()).not.toBe(before)
    await check(page, "log")
    expect(complaints).toEqual([])
    await close()
  })

  it("LD-05: the admin follows all workspaces' lines as they come, narrowed to one when he likes", async () => {
    const { page, received, complaints, close } = await stage.open("/admin/logs", {
      storageState: adminState
    })
    const lines = page.locator("[aria-label=Log] [role=listitem]")
    await lines.first().waitFor()
    const id = await command()
    await lines.filter({ hasText: id }).first().waitFor()
    const [tenant] = await stage.query<{ name: string }>("select name from tenant where id = $1", [
      stage.tenantId
    ])
    await lines.filter({ hasText: tenant!.name }).first().waitFor()
    await page.getByLabel("Workspace").selectOption(stage.tenantId)
    await expect.poll(() => page.url()).toContain(`workspace=${stage.tenantId}`)
    await lines.filter({ hasText: id }).first().waitFor()
    const frames = (await received()).filter(({ from }) => from.startsWith("ws"))
    expect(frames.some(({ text }) => text.includes("LogAdded"))).toBe(true)
    expect(
      frames.filter(({ text }) => /MessageChanged|ConversationChanged|RequestChanged/.test(text))
    ).toEqual([])
    await check(page, "admin-logs")
    expect(complaints).toEqual([])
    await close()
  })
})
