import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ChannelsStage, eventually } from "./ChannelsStage.ts"

let stage: ChannelsStage
beforeAll(async () => {
  stage = await ChannelsStage.open()
}, 180_000)
afterAll(() => stage.close())
beforeEach(() => stage.seed())
afterEach(() => stage.leave())

describe("CH-10: a channel's chats", () => {
  const row = (title: string) => stage.page.getByRole("row").filter({ hasText: title })

  it("a switch is stored at once and taken back by undo, and a filter shows what is so", async () => {
    await stage.visit(`/channels/${stage.named("Main").id}/chats`)
    await stage.page.getByRole("heading", { name: "Chats of Main" }).waitFor()
    const chat = stage.gateway.routes.destinations.find(({ kind, isGone }) => kind === "group" && !isGone)!
    const silent = stage.page.getByRole("switch", { name: `Silent for ${chat.title}` })
    await silent.click()
    await eventually(() => silent.getAttribute("aria-checked"), "true")
    const stored = () =>
      stage.gateway.routes.destinations.find(({ chatId }) => chatId === chat.chatId)!.isSilent
    expect(stored()).toBe(true)
    await stage.page.getByRole("button", { name: "Silent", exact: true }).click()
    await eventually(() => row(chat.title).count(), 1)
    expect(stage.page.url()).toContain("show=silent")
    await stage.page.getByRole("button", { name: "Undo" }).click()
    await eventually(stored, false)
    await stage.page.getByRole("button", { name: "All", exact: true }).click()
    await eventually(() => silent.getAttribute("aria-checked"), "false")
    expect(stage.complaints).toEqual([])
  })

  it("a provider's chat serves no customers, people are always served, and each says why", async () => {
    await stage.visit(`/channels/${stage.named("Main").id}/chats`)
    const used = stage.gateway.routes.routes[0]!
    const chat = stage.gateway.routes.destinations.find(({ chatId }) => chatId === used.chatId)!
    await row(chat.title)
      .getByRole("img", { name: `Support for ${chat.title}: off. A provider’s group serves no customers` })
      .waitFor()
    await row(chat.title)
      .getByRole("img", { name: /^Provider for .*: on\. Requests go here by a route/ })
      .waitFor()
  })

  it("search is in the address, the desk is a press away, and nothing found says so", async () => {
    await stage.visit(`/channels/${stage.named("Main").id}/chats`)
    const written = stage.gateway.routes.destinations[0]!
    await stage.page.getByRole("link", { name: `Open in desk: ${written.title}` }).waitFor()
    await stage.page.getByRole("searchbox").fill("nowhere at all")
    await stage.page.getByText("No chat fits.").waitFor()
    expect(stage.page.url()).toContain("search=nowhere")
    await stage.page.getByRole("button", { name: "Show all" }).click()
    await stage.page.getByRole("link", { name: `Open in desk: ${written.title}` }).click()
    await stage.page.waitForURL(`**/desk/${written.conversationId}`)
  })

  it("a switch that is refused says why and stays as it was", async () => {
    await stage.visit(`/channels/${stage.named("Main").id}/chats`)
    const chat = stage.gateway.routes.destinations.find(({ kind, isGone }) => kind === "group" && !isGone)!
    stage.gateway.broken.add(`/api/channels/${stage.named("Main").id}/chat-settings`)
    const marketing = stage.page.getByRole("switch", { name: `Marketing for ${chat.title}` })
    await marketing.click()
    await stage.page.getByText("The database is not reachable.").waitFor()
    expect(await marketing.getAttribute("aria-checked")).toBe("false")
  })

  it("a silent chat is marked in the desk's list, and two chats that became one are one there", async () => {
    await stage.visit("/desk")
    const [first, second] = [...stage.gateway.world.conversations.values()].toSorted(
      (a, b) => b.lastAt - a.lastAt
    )
    await stage.page
      .getByRole("link")
      .filter({ hasText: first!.customerUsername ?? first!.title })
      .first()
      .waitFor()
    const silent = { ...first!, isSilent: true, version: first!.version + 1 }
    stage.gateway.world.conversations.set(first!.id, silent)
    stage.gateway.publish([{ _tag: "ConversationChanged", conversation: silent }])
    await stage.page.getByLabel("The bot is silent in this chat").waitFor()
    await stage.page.goto(`${stage.address}/desk/${second!.id}`)
    await stage.page.getByRole("log").waitFor()
    stage.gateway.world.conversations.delete(second!.id)
    const kept = { ...silent, replaces: [second!.id], version: silent.version + 1 }
    stage.gateway.publish([{ _tag: "ConversationChanged", conversation: kept }])
    await stage.page.waitForURL(`**/desk/${first!.id}`)
    stage.gateway.world.conversations.set(second!.id, second!)
  })
})
