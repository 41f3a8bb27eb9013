import type { BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { noise } from "../journeys/Pictures.ts"
import type { Visit } from "./Browser.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

let stage: Stage
let storageState: Awaited<ReturnType<Stage["logIn"]>>

beforeAll(async () => {
  stage = await openStage({ database: testDatabase })
  storageState = await stage.logIn()
  await stage.link()
}, 360_000)
afterAll(() => stage?.close())

/** Opens the chat with rahim as the owner. */
const visitChat = async (options: BrowserContextOptions = {}): Promise<Visit> => {
  const [chat] = await stage.query<{ id: string }>("select conversation_id::text as id from message limit 1")
  return stage.open(`/desk/${chat!.id}`, { storageState, ...options })
}

const message = (page: Page, text: string) => page.locator("[data-message]").filter({ hasText: text })

/** Whether the picture is drawn, with its own measures. */
const drawn = (page: Page, text: string) =>
  message(page, text)
    .locator("img")
    .evaluate((img: object) => {
      const { complete, naturalWidth, naturalHeight } = img as Record<string, unknown>
      return [complete, naturalWidth, naturalHeight]
    })

describe("LD-03: pictures and files on the desk", () => {
  it("a small picture is there by itself, a large one when it is asked for, and nothing moves when it comes", async () => {
    await stage.rahim.sendFile(
      gatewayNumber,
      { kind: "image", bytes: noise(200, 100), mime: "image/png", width: 200, height: 100 },
      "a small one"
    )
    await stage.rahim.sendFile(
      gatewayNumber,
      { kind: "image", bytes: noise(800, 600), mime: "image/png", width: 800, height: 600 },
      "a large one"
    )
    await stage.rahim.sendFile(
      gatewayNumber,
      { kind: "document", bytes: Buffer.from("%PDF-1.7 …"), mime: "application/pdf", name: "proof.pdf" },
      "a document"
    )
    await expect.poll(() => stage.query("select 1 from message_media"), { timeout: 10_000 }).toHaveLength(3)
    const { page, complaints, close } = await visitChat()
    await expect.poll(() => drawn(page, "a small one"), { timeout: 10_000 }).toEqual([true, 200, 100])

    const large = message(page, "a large one")
    const before = await large.boundingBox()
    await large.getByRole("button", { name: "Load" }).press("Enter")
    await expect.poll(() => drawn(page, "a large one"), { timeout: 10_000 }).toEqual([true, 800, 600])
    await large.getByRole("link", { name: "Save" }).waitFor()
    const after = await large.boundingBox()
    expect(Math.abs(after!.height - before!.height)).toBeLessThan(2)

    const saving = page.waitForEvent("download")
    await message(page, "a document").getByRole("button", { name: "Save proof.pdf" }).click()
    expect((await saving).suggestedFilename()).toBe("proof.pdf")
    expect(complaints).toEqual([])
    await close()
  }, 180_000)

  it("a file that is gone says so, and can be tried again", async () => {
    const { id } = await stage.rahim.sendFile(
      gatewayNumber,
      { kind: "image", bytes: noise(700, 700), mime: "image/png" },
      "a lost one"
    )
    stage.whatsapp.media.expire()
    stage.whatsapp.media.forget(id)
    const { page, close } = await visitChat()
    const lost = message(page, "a lost one")
    await lost.getByRole("button", { name: "Load" }).click()
    await lost.getByText("WhatsApp no longer has this file. Ask the customer to send it again.").waitFor()
    await lost.getByRole("button", { name: "Try again" }).waitFor()
    await close()
  }, 180_000)

  it("staff send a picture with a caption: picked, pasted or dropped, shown before it leaves", async () => {
    const { page, complaints, close } = await visitChat()
    const bytes = noise(320, 200)
    await page
      .getByLabel("File to send")
      .setInputFiles({ name: "prices.png", mimeType: "image/png", buffer: bytes })
    await page.getByText("goes as a picture").waitFor()
    await page.getByLabel("Reply", { exact: true }).fill("our new prices")
    await page.getByRole("button", { name: "Send" }).click()
    const arrived = await stage.rahim.waitFor(({ text }) => text === "our new prices", 15_000)
    expect(Buffer.from(await stage.whatsapp.media.open(arrived.file!)).equals(bytes)).toBe(true)
    await expect.poll(() => drawn(page, "our new prices"), { timeout: 10_000 }).toEqual([true, 320, 200])
    await message(page, "our new prices").getByRole("img", { name: "Delivered" }).waitFor()

    for (const how of ["paste", "drop"] as const) {
      const words = `a note by ${how}`
      await page.evaluate(`(() => {
        const data = new DataTransfer()
        data.items.add(new File(["${words}"], "${how}.txt", { type: "text/plain" }))
        const options = { bubbles: true, cancelable: true }
        document.querySelector('textarea[aria-label="Reply"]').dispatchEvent(
          "${how}" === "paste"
            ? new ClipboardEvent("paste", { ...options, clipboardData: data })
            : new DragEvent("drop", { ...options, dataTransfer: data }))
      })()`)
      await page.getByText("goes as a document").waitFor()
      await page.getByRole("button", { name: "Send" }).click()
      const sent = await stage.rahim.waitFor(({ file }) => file?.fileName === `${how}.txt`, 15_000)
      expect(Buffer.from(await stage.whatsapp.media.open(sent.file!)).toString()).toBe(words)
    }
    await page
      .getByLabel("File to send")
      .setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) })
    await page.getByText("This file is empty.").waitFor()
    await page.getByRole("button", { name: "Remove the file" }).click()
    expect(complaints.filter((line) => !line.includes("409"))).toEqual([])
    await close()
    const narrow = await visitChat({ viewport: { width: 360, height: 780 } })
    await message(narrow.page, "our new prices").waitFor()
    await narrow.close()
  }, 270_000)
})
