import type { NewPanel, Panel, PanelChange, PanelTest } from "../src/api/PanelGateway.ts"
import type {
  OwnApi,
  PreviewedTexts,
  Provider,
  ProviderChange,
  ProviderSync
} from "../src/api/ProviderGateway.ts"
import type { RecoveryEntry } from "../src/api/RecoveryGateway.ts"
import { privacyNotice } from "../../src/domain/providers/PrivacyNotice.ts"
import { groupName } from "../../src/domain/providers/ProviderAlias.ts"
import { formatProblems, preview, wordProblems } from "../../src/domain/providers/ProviderWords.ts"
import { tryDescription } from "../../src/domain/tryDescription.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"

/** What the recovery vault holds; no list may show it. */
export const keptName = "https://fastlikes.example"

const day = 86_400_000
const notFound: Reply = [404, { message: "There is nothing of this id.", reference: "req_404" }]
const masked = (key: string) => `••••${key.slice(-4)}`
const noApi: OwnApi = {
  isSaved: false,
  isUsed: false,
  isTicketUsed: false,
  abilities: { refill: false, cancel: false, speedup: false, ticket: false },
  words: ["No key is saved. Enter the address and your key of the provider's own panel."]
}

const panel = (name: string, more: Partial<Panel> = {}): Panel => ({
  id: newId(),
  name,
  kind: "perfect_admin_v2",
  baseUrl: `https://${name.toLowerCase().replaceAll(" ", "-")}.example`,
  key: "••••3f9a",
  userKey: "••••77c1",
  requestsPerSecond: 5,
  settings: {},
  ...more
})

const provider = (of: Panel, alias: string, more: Partial<Provider> = {}): Provider => ({
  id: newId(),
  panelId: of.id,
  panelName: of.name,
  alias,
  words: {},
  format: null,
  isForwarded: true,
  isPanelAsked: true,
  offForward: [],
  offPanel: [],
  requests: 0,
  createdAt: Date.now(),
  groupName: groupName(alias, of.name),
  preview: { refill: "", cancel: "", speedup: "" },
  ...more
})

/** Panels, providers and the recovery vault of the pretended gateway. */
export class FakePanels {
  panels: Array<Panel>
  providers: Array<Provider>
  looks: Array<ProviderSync>
  entries: Array<RecoveryEntry>
  readonly ownApis = new Map<string, OwnApi>()
  /** Bodies that were sent to where keys go. */
  readonly sent: Array<Record<string, unknown>> = []
  reasons: Array<string> = []
  isPanelDown = false

  constructor(now = Date.now()) {
    const main = panel("Nepal SMM")
    const rental = panel("Boost Rental", { kind: "rental_admin_v1", userKey: null, requestsPerSecond: 1 })
    this.panels = [main, rental]
    this.looks = [
      {
        panelId: main.id,
        panelName: main.name,
        triedAt: now - 300_000,
        syncedAt: now - 300_000,
        problem: null
      },
      {
        panelId: rental.id,
        panelName: rental.name,
        triedAt: now - 60_000,
        syncedAt: now - 2 * day,
        problem: "The panel does not answer."
      }
    ]
    this.providers = [
      provider(main, "FastLikes", { requests: 1204, words: { "cancel@processing": "speed" } }),
      provider(main, "Provider 2", { requests: 87, offForward: ["speedup"] }),
      provider(main, "Rush", { requests: 12, isForwarded: false }),
      provider(rental, "TopViews", { requests: 3, format: "bulk" })
    ]
    const base = { tenantId: newId(), tenantName: "Nepal SMM", removedAt: null, deletedAt: null }
    this.entries = [
      { ...base, panelId: main.id, providers: 3, keptAt: now - day },
      {
        ...base,
        panelId: newId(),
        providers: 9,
        keptAt: now - 40 * day,
        removedAt: now - 30 * day,
        deletedAt: now + 60 * day
      },
      {
        ...base,
        panelId: newId(),
        tenantName: null,
        providers: 1,
        keptAt: now - 9 * day,
        removedAt: now - day,
        deletedAt: now + day
      }
    ]
  }

  answer(method: string, url: URL, body: Record<string, unknown>): Reply | undefined {
    const [, , group, id = "", action = ""] = url.pathname.split("/")
    if (url.pathname === "/api/privacy-notice") {
      const panels = this.panels.map(({ name }, place) => ({ name, hasRequests: place === 0 }))
      return [200, { items: privacyNotice({ recoveryDays: 90, panels }) }]
    }
    if (group === "panels") return this.#panel(method, id, action, body)
    if (group === "providers") return this.#provider(method, id, action, url, body)
    if (group === "admin" && id === "recovery") return this.#recovery(method, action, body)
    return undefined
  }

  #panel(method: string, id: string, action: string, body: Record<string, unknown>): Reply {
    if (id === "try-description")
      return [200, tryDescription(body["description"] as never, String(body["sample"]))]
    if (id === "test") {
      this.sent.push(body)
      return [200, this.#test(String(body["url"]))]
    }
    if (id === "")
      return method === "POST" ? this.#add(body as unknown as NewPanel) : [200, { items: this.panels }]
    const found = this.panels.find((one) => one.id === id)
    if (found === undefined) return notFound
    if (action === "test") return [200, this.#test(found.baseUrl)]
    if (action === "providers") return this.#import(found)
    if (method === "DELETE") {
      this.panels = this.panels.filter((one) => one !== found)
      this.looks = this.looks.filter(({ panelId }) => panelId !== id)
      this.providers = this.providers.filter(({ panelId }) => panelId !== id)
      return [204]
    }
    const { key, url, userKey, ...set } = body as PanelChange
    this.sent.push(body)
    if (url !== undefined && key === undefined) {
      return [400, { message: "Enter the keys again with the new address.", reference: "req_400" }]
    }
    const edited: Panel = {
      ...found,
      ...set,
      ...(url === undefined ? {} : { baseUrl: url }),
      ...(key === undefined ? {} : { key: masked(key) }),
      ...(userKey === undefined ? {} : { userKey: userKey === null ? null : masked(userKey) })
    }
    this.panels = this.panels.map((one) => (one === found ? edited : one))
    return [200, { panel: edited }]
  }

  #test(address: string): PanelTest {
    if (this.isPanelDown) {
      const words = ["Nobody answers under this address. Check it, and that the panel is up."]
      return { kind: null, baseUrl: null, ability: null, problem: "Unreachable", words }
    }
    return {
      kind: "perfect_admin_v2",
      baseUrl: address.startsWith("https:") ? address : `https://${address}`,
      ability: { ownership: true, refill: false, cancel: true, users: true, tickets: false, services: null },
      problem: null,
      words: [
        "It shows whose an order is, so customers' orders can be checked.",
        "Cancels can be requested on it; refills go to the provider.",
        "The key may not read tickets. Switch the right on if you want them answered."
      ]
    }
  }

  #add(body: NewPanel): Reply {
    this.sent.push({ ...body })
    const added = panel(body.name, {
      kind: body.kind,
      baseUrl: body.url,
      key: masked(body.key),
      userKey: body.userKey === undefined ? null : masked(body.userKey),
      requestsPerSecond: body.requestsPerSecond ?? 5,
      settings: body.settings ?? {}
    })
    this.panels.push(added)
    this.looks.push({
      panelId: added.id,
      panelName: added.name,
      triedAt: null,
      syncedAt: null,
      problem: null
    })
    return [200, { panel: added }]
  }

  #import(of: Panel): Reply {
    const none = { added: [], new: 0, known: 0, manualOrders: 0 }
    if (this.isPanelDown) return [200, { ...none, problem: "The panel does not answer." }]
    const now = Date.now()
    this.looks = this.looks.map((look) =>
      look.panelId === of.id ? { ...look, triedAt: now, syncedAt: now, problem: null } : look
    )
    const known = this.providers.filter(({ panelId }) => panelId === of.id).length
    const fresh = provider(of, `Provider ${this.providers.length + 1}`)
    this.providers.push(fresh)
    const added = [{ id: fresh.id, alias: fresh.alias }]
    return [200, { added, new: 1, known, manualOrders: 12, problem: null }]
  }

  #provider(method: string, id: string, action: string, url: URL, body: Record<string, unknown>): Reply {
    if (id === "") return [200, { items: this.providers, panels: this.looks }]
    if (id === "preview") {
      const {
        alias = "",
        format,
        panelName = "",
        status = "in_progress",
        words
      } = body as unknown as PreviewedTexts
      const problems = [...wordProblems(words), ...formatProblems(format)]
      return [200, { problems, texts: preview({ words, format }, status, alias, panelName) }]
    }
    const found = this.providers.find((one) => one.id === id)
    if (found === undefined) return notFound
    if (action === "api") return this.#ownApi(method, id, url, body)
    if (method === "DELETE") {
      this.providers = this.providers.filter((one) => one !== found)
      return [204]
    }
    const change = body as ProviderChange
    if (this.providers.some((one) => one !== found && one.alias === change.alias)) {
      const message = "Another provider has this alias. Choose one that is only his."
      return [409, { message, reference: "req_409" }]
    }
    const alias = change.alias ?? found.alias
    const edited: Provider = { ...found, ...change, groupName: groupName(alias, found.panelName) }
    this.providers = this.providers.map((one) => (one === found ? edited : one))
    return [200, { provider: edited }]
  }

  #ownApi(method: string, id: string, url: URL, body: Record<string, unknown>): Reply {
    if (url.pathname.endsWith("/test")) {
      return [
        200,
        { isWorking: true, words: ["The provider's API answers, and the key is good. Its balance is 42.10."] }
      ]
    }
    if (method === "DELETE") {
      this.ownApis.delete(id)
      return [204]
    }
    if (method === "PUT") {
      this.sent.push(body)
      const hasTicket = body["ticket"] !== null
      this.ownApis.set(id, {
        isSaved: true,
        isUsed: body["isUsed"] === true,
        isTicketUsed: body["isTicketUsed"] === true,
        abilities: { refill: true, cancel: true, speedup: false, ticket: hasTicket },
        words: ["Refills and cancels can be asked for, and how a refill ends can be read."]
      })
    }
    return [200, this.ownApis.get(id) ?? noApi]
  }

  #recovery(method: string, panelId: string, body: Record<string, unknown>): Reply {
    if (method === "GET") return [200, { days: 90, items: this.entries }]
    if (!this.entries.some((entry) => entry.panelId === panelId)) return notFound
    this.reasons.push(String(body["reason"]))
    const providers = [
      { name: keptName, alias: "FastLikes", removedAt: null },
      { name: "TopViews", alias: "TopViews", removedAt: Date.now() - day }
    ]
    return [200, { panelName: "Nepal SMM", providers }]
  }
}
