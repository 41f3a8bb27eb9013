import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ChannelsStage } from "./ChannelsStage.ts"

let stage: ChannelsStage
beforeAll(async () => {
  stage = await ChannelsStage.open()
}, 180_000)
afterAll(() => stage.close())
beforeEach(() => stage.seed())
afterEach(() => stage.leave())

describe("CU-05, CU-08, CU-10, CH-09, CH-10: lists as files", () => {
  it.each([
    ["who waits", () => "/customers?part=waiting", "/api/registrations.csv?state=waiting"],
    ["who is silenced", () => "/customers?part=silenced", "/api/customers/silenced.csv"],
    ["who is trusted", () => "/customers?part=trusted", "/api/admin-chats.csv"],
    ["a channel's groups", () => `/channels/${stage.named("Main").id}/chats?show=group`, "kind=group"],
    ["failed webhooks", () => "/channels/webhooks?state=dead", "/api/webhook-deliveries.csv?state=dead"]
  ])("%s come with the filters of the list", async (_, path, address) => {
    stage.gateway.channels.seedDeliveries(stage.named("Support bot").id)
    await stage.visit(path())
    const asked: Array<string> = []
    await stage.page.route(/\.csv/, (route) => {
      asked.push(route.request().url())
      return route.fulfill({
        contentType: "text/csv; charset=utf-8",
        headers: { "content-disposition": 'attachment; filename="list-2026-11-21.csv"' },
        body: "Name\r\nSita\r\n"
      })
    })
    const download = stage.page.waitForEvent("download")
    await stage.page.getByRole("button", { name: "Export" }).click()
    expect((await download).suggestedFilename()).toBe("list-2026-11-21.csv")
    expect(asked).toEqual([expect.stringContaining(address)])
  })
})
