import { Result } from "effect"
import { parseMessage } from "../../src/domain/Command.ts"
import { canonicalWords, ownWords } from "../../src/domain/parsing/OwnWords.ts"
import { defaultRules, type Rules } from "../../src/domain/Rules.ts"
import { changeRules, type RuleChange } from "../../src/domain/rules/ChangeRules.ts"
import { riskOf, ruleCatalogue } from "../../src/domain/rules/RuleCatalogue.ts"
import { rulesProblems, rulesWarnings } from "../../src/domain/rules/RuleChecks.ts"
import { renderTemplate } from "../../src/domain/Templates.ts"
import {
  customVariables,
  knownVariables,
  variableExamples
} from "../../src/domain/templates/KnownVariables.ts"
import { ownTexts, shelvedText, templateShelves } from "../../src/domain/templates/TemplateShelf.ts"
import { customReplyWarnings, templateWarnings } from "../../src/domain/templates/TemplateWarnings.ts"
import type { DryAnswer, DryOrder } from "../src/api/Rules.ts"
import type { BulkView } from "../src/api/Views.ts"
import type { Reply } from "./FakeApi.ts"

type Body = Record<string, unknown>
const conflict = (message: string): Reply => [409, { message, reference: "req_409" }]

/** The rule book, texts, words, dry runs and bulk records of the pretended gateway; the domain's own checks decide. */
export class FakeRules {
  version = 1
  stored: Readonly<Record<string, unknown>> = {}
  bulks: ReadonlyArray<BulkView>
  /** What was asked of the dry run. */
  readonly tried: Array<Body> = []
  /** Answers to changes wait for this. */
  isStored: Promise<unknown> = Promise.resolve()

  constructor(now = Date.now()) {
    this.bulks = Array.from({ length: 12 }, (_, index) => bulk(index, now))
  }

  get rules(): Rules {
    return { ...defaultRules, ...this.stored }
  }

  /** Somebody else changes something. */
  change(set: Readonly<Record<string, unknown>>): void {
    this.stored = { ...this.stored, ...set }
    this.version += 1
  }

  async answer(method: string, url: URL, body: Body): Promise<Reply | undefined> {
    const [, , group, key = ""] = url.pathname.split("/")
    if (group === "rules") {
      return method === "GET"
        ? [200, { ...this.#view(), defaults: defaultRules, catalogue: ruleCatalogue }]
        : this.#patch(body)
    }
    if (group === "aliases") return method === "GET" ? [200, this.#words()] : this.#putWords(body)
    if (group === "templates") {
      if (method === "POST") return this.#preview(body)
      return method === "GET" ? this.#texts(url) : this.#setText(key, url, method === "PUT" ? body : null)
    }
    if (group === "dry-run") return this.#dryRun(body)
    return group === "bulks" ? [200, { items: this.bulks, next: null }] : undefined
  }

  #view() {
    return { rules: this.rules, version: this.version, warnings: rulesWarnings(this.rules) }
  }

  async #store(change: RuleChange, version: unknown): Promise<Reply | undefined> {
    await this.isStored
    if (version !== undefined && version !== this.version) {
      return conflict(
        "Somebody changed the rules meanwhile. Load them again, and make your change once more."
      )
    }
    const changed = changeRules(this.stored, change)
    if (Result.isFailure(changed)) {
      const problems = changed.failure
      return [400, { message: problems[0]?.text ?? "", reference: "req_400", problems }]
    }
    this.stored = changed.success.stored
    this.version += 1
    return undefined
  }

  async #patch({ confirmed = [], reset = [], set = {}, version }: Body): Promise<Reply> {
    for (const [key, value] of Object.entries(set as Record<string, unknown>)) {
      const risk = riskOf(key as keyof Rules, value)
      if (risk !== null && !(confirmed as ReadonlyArray<string>).includes(key))
        return conflict(`Risky: ${risk}`)
    }
    const change = { set: set as Record<string, unknown>, reset: reset as ReadonlyArray<string> }
    return (await this.#store(change, version)) ?? [200, this.#view()]
  }

  #words() {
    const ofWords = ({ field }: { readonly field: string }) =>
      field === "aliases" || field === "customCommands"
    return {
      version: this.version,
      aliases: this.rules.aliases,
      customCommands: this.rules.customCommands,
      targets: canonicalWords,
      problems: rulesProblems(this.rules, this.rules).filter(ofWords),
      warnings: rulesWarnings(this.rules).filter(ofWords)
    }
  }

  async #putWords({ aliases, customCommands, version }: Body): Promise<Reply> {
    return (
      (await this.#store({ set: { aliases, customCommands }, reset: [] }, version)) ?? [200, this.#words()]
    )
  }

  #texts(url: URL): Reply {
    const language = url.searchParams.get("language") ?? this.rules.language
    return [
      200,
      {
        version: this.version,
        language,
        languages: [...new Set([this.rules.language, ...Object.keys(this.rules.templatesByLanguage)])],
        examples: variableExamples,
        groups: templateShelves(this.rules, language)
      }
    ]
  }

  async #setText(key: string, url: URL, body: Body | null): Promise<Reply> {
    const language = String(body?.["language"] ?? url.searchParams.get("language") ?? this.rules.language)
    const { [key]: _, ...others } = ownTexts(this.rules, language)
    const texts = body === null ? others : { ...others, [key]: String(body["text"]) }
    const set =
      language === this.rules.language
        ? { templates: texts }
        : { templatesByLanguage: { ...this.rules.templatesByLanguage, [language]: texts } }
    const refused = await this.#store({ set, reset: [] }, undefined)
    return refused ?? [200, { version: this.version, template: shelvedText(this.rules, language, key) }]
  }

  #preview({ isSample, key, orderId, text }: Body): Reply {
    if (orderId !== undefined && orderId !== "492007588")
      return [404, { message: "There is nothing here.", reference: "req_404" }]
    const name = String(key)
    const variables = {
      ...(name === "custom" ? customVariables : knownVariables(name)),
      ...(isSample === true ? {} : { username: "rahim_smm" })
    }
    const said = String(text)
    return [
      200,
      {
        text: renderTemplate({ templates: { [name]: said } }, name, variables),
        source: isSample === true ? null : "order 492007588 of rahim_smm",
        variables,
        warnings: name === "custom" ? customReplyWarnings(said) : templateWarnings(name, said)
      }
    ]
  }

  #dryRun(body: Body): Reply {
    this.tried.push(body)
    const { aliases, customCommands: customs } = this.rules
    const read = parseMessage(String(body["text"]), ownWords({ aliases, customs }))
    const isKnown = body["customerId"] !== null
    const orders = read.commands.flatMap(({ name, orderIds }) =>
      isKnown ? orderIds.map((orderId, index) => dryOrder(orderId, name, index)) : []
    )
    const answer: DryAnswer = {
      replies: orders.length > 0 ? orders.map(replyOf) : read.commands.length > 0 ? [strangers] : [],
      ignored: read.commands.length > 0 ? null : "There is no command in it.",
      commands: read.commands.map(({ asked, name, orderIds }) => ({ command: name, asked, orderIds })),
      accountCommands: read.accountCommands.map(({ _tag }) => _tag),
      customCommands: read.customs,
      orders
    }
    return [200, answer]
  }
}

const strangers =
  "This number is not registered. Please enter your panel username or registered email to continue."

const replyOf = ({ asked, orderId, outcome }: DryOrder): string =>
  outcome === "accepted"
    ? `${asked === "cancel" ? "Cancel" : "Refill"} request added for order ${orderId}`
    : `Order ID does not belong to you: ${orderId}`

const dryOrder = (orderId: string, asked: DryOrder["asked"], index: number): DryOrder => ({
  orderId,
  asked,
  outcome: index % 2 === 0 ? "accepted" : "refused",
  reason: index % 2 === 0 ? null : "somebody else's order",
  trace: [
    { check: "Order found", input: "Main panel, in progress", outcome: "passed" },
    {
      check: "The order belongs to the customer",
      input: index % 2 === 0 ? "rahim_smm = rahim_smm" : "sita99 is not rahim_smm",
      outcome: index % 2 === 0 ? "passed" : "refused"
    },
    { check: "Guarantee", input: "only for refills", outcome: "skipped" }
  ],
  request:
    index % 2 === 1 || asked === "status"
      ? null
      : {
          command: asked,
          panelName: "Main panel",
          orderStatus: "in_progress",
          providerAlias: "FastLikes",
          hasExternalId: true,
          cooldownHours: 12,
          dispatches: [
            { kind: "panel", label: "Panel API" },
            { kind: "provider", label: "FastLikes · Main Support" }
          ]
        }
})

/** The newest still runs; the oldest kept no detail. */
export const bulk = (index: number, now: number, more: Partial<BulkView> = {}): BulkView => {
  const total = 12 + index * 7
  const skipped = index % 3 === 1 ? 3 : 0
  const isRunning = index === 0
  return {
    id: `01900000-0000-7000-9000-${String(index).padStart(12, "0")}/cancel`,
    conversationId: null,
    username: ["rahim_smm", "sita99", "boostnepal"][index % 3] ?? "rahim_smm",
    sender: "+977 980 123 4567",
    command: ["cancel", "refill", "speedup"][index % 3] ?? "cancel",
    total,
    done: isRunning ? 5 : total,
    succeeded: isRunning ? 0 : total - skipped,
    skipped: isRunning ? 0 : skipped,
    startedAt: now - index * 40 * 60_000,
    finishedAt: isRunning ? null : now - index * 40 * 60_000 + 9000,
    detail:
      isRunning || index > 9
        ? null
        : Array.from({ length: total }, (_, at) => ({
            orderId: String(492_007_588 + at),
            outcome: at < skipped ? "somebody else's order" : "accepted"
          })),
    ...more
  }
}
