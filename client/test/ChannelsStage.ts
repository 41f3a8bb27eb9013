import { expect } from "vitest"
import type { Page } from "playwright-core"
import { openClientBrowser, type ClientBrowser } from "./ClientBrowser.ts"
import { FakeChannels } from "./FakeChannels.ts"
import type { FakeGateway } from "./FakeGateway.ts"
import { FakeRoutes } from "./FakeRoutes.ts"
import { seed } from "./Seed.ts"

/** Waits until what is looked at is as expected. */
export const eventually = (check: () => Promise<unknown> | unknown, expected: unknown) =>
  expect.poll(check, { timeout: 15_000, interval: 30 }).toEqual(expected)

/** The channels' pages in a browser, before a gateway whose channels and chats are anew for each test. */
export class ChannelsStage {
  readonly #client: ClientBrowser
  #shown: Awaited<ReturnType<ClientBrowser["open"]>> | undefined

  private constructor(client: ClientBrowser) {
    this.#client = client
  }

  static async open(): Promise<ChannelsStage> {
    return new ChannelsStage(await openClientBrowser())
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  get gateway(): FakeGateway {
    return this.#client.gateway
  }

  get address(): string {
    return this.#client.address
  }

  get page(): Page {
    return this.#shown!.page
  }

  /** What the page complained of on its console. */
  get complaints(): ReadonlyArray<string> {
    return this.#shown!.complaints
  }

  /** The channels as they are at first; the first chat of "Main" has been written in. */
  seed(): void {
    const fake = this.gateway
    fake.world.channels.clear()
    for (const [id, channel] of seed(Date.now()).channels) fake.world.channels.set(id, channel)
    fake.channels = new FakeChannels(fake)
    fake.routes = new FakeRoutes()
    fake.broken.clear()
    const channelId = this.named("Main").id
    const written = {
      conversationId: [...fake.world.conversations.keys()][0] as never,
      lastText: "done",
      lastAt: Date.now()
    }
    fake.routes.destinations = fake.routes.destinations.map((chat, index) => ({
      ...chat,
      channelId,
      ...(index === 0 ? written : {})
    }))
  }

  named(name: string) {
    return [...this.gateway.world.channels.values()].find((channel) => channel.name === name)!
  }

  async visit(path: string): Promise<void> {
    this.#shown = await this.#client.open(path, { reducedMotion: "reduce" })
  }

  async leave(): Promise<void> {
    await this.#shown?.page.context().close()
    this.#shown = undefined
  }

  /** Chooses an item of a channel's menu. */
  async more(name: string, item: string): Promise<void> {
    await this.page.getByRole("button", { name: `More for ${name}` }).click()
    await this.page.getByRole("menuitem", { name: item }).click()
  }
}
