import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ChannelsStage, eventually } from "./ChannelsStage.ts"

let stage: ChannelsStage
beforeAll(async () => {
  stage = await ChannelsStage.open()
}, 180_000)
afterAll(() => stage.close())
beforeEach(() => stage.seed())
afterEach(() => stage.leave())

describe("webhook deliveries", () => {
  it("are filtered by state with counts, channel and kind, and read on at the end", async () => {
    stage.gateway.channels.seedDeliveries(stage.named("Support bot").id)
    await stage.visit("/channels")
    await stage.page.getByRole("link", { name: "Webhooks" }).click()
    await stage.page.getByRole("button", { name: /^All 60/ }).waitFor()
    await stage.page.getByRole("button", { name: /^Failed 12/ }).click()
    await stage.page.getByText("The message has a form that is not known.").first().waitFor()
    expect(stage.page.url()).toContain("state=dead")
    await stage.page.getByLabel("Network").selectOption("telegram")
    await stage.page.getByRole("button", { name: /^All 30/ }).waitFor()
    await stage.page.getByRole("button", { name: /^Waiting/ }).click()
    await stage.page.getByLabel("Network").selectOption("green_api")
    await stage.page.getByText("Nothing fits these filters.").waitFor()
    await stage.page.getByRole("button", { name: "Show all" }).click()
    const box = stage.page.getByRole("table", { name: "Webhook deliveries" }).getByRole("rowgroup").last()
    await eventually(async () => {
      await box.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      return stage.page.getByText("update/90151").count()
    }, 1)
    expect(stage.complaints).toEqual([])
  })

  it("what came is shown as text alone, and is worked on once more after a question", async () => {
    stage.gateway.channels.seedDeliveries(stage.named("Support bot").id, 5)
    const failed = stage.gateway.channels.deliveries.find(({ state }) => state === "dead")!
    await stage.visit("/channels/webhooks")
    await stage.page.getByRole("button", { name: failed.key }).click()
    const drawer = stage.page.getByRole("dialog", { name: "Webhook" })
    await drawer.getByText("<b>492007588</b> cancel").waitFor()
    await drawer.getByText("Secrets are covered.").waitFor()
    await drawer.getByRole("button", { name: "Replay…" }).click()
    await stage.page
      .getByRole("dialog", { name: "Work on it once more?" })
      .getByRole("button", { name: "Replay" })
      .click()
    await eventually(() => stage.gateway.channels.replayed, [failed.id])
    await stage.page.getByText("It is worked on once more.").waitFor()
    await eventually(() => stage.page.getByRole("dialog").count(), 0)
    expect(stage.complaints).toEqual([])
  })

  it("an empty page teaches", async () => {
    await stage.visit("/channels/webhooks")
    await stage.page.getByText("No webhook has come yet.").waitFor()
  })
})
