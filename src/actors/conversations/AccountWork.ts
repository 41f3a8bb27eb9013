import { Effect, Option } from "effect"
import type { ParsedMessage } from "../../domain/Command.ts"
import { renderTemplate, type Variables } from "../../domain/Templates.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import type { CommandJob } from "./CommandJob.ts"

/** "r•••@mail.example". */
const masked = (email: string | null): string =>
  email === null ? "–" : `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf("@"))}`

/** Answers what is asked about the account and not about orders, and the tenant's own commands (OR-01, WF-03). */
export const makeAccountWork = Effect.gen(function* () {
  const users = yield* PanelUsers

  const common = ({ rules, customers }: CommandJob): Variables => ({
    username: customers[0]?.username ?? "",
    support_number: rules.supportNumber
  })

  const notOffered = (job: CommandJob, asked: string) =>
    renderTemplate(job.rules, "command_off", {
      ...common(job),
      command: renderTemplate(job.rules, `word.${asked}`, {})
    })

  /** A fresh look at the first of the writer's accounts (RU-02, off by default). */
  const account = Effect.fnUntraced(function* (job: CommandJob, asked: "balance" | "account") {
    const customer = job.customers[0]
    // A namesake on another panel is somebody else.
    const only = job.config.panels.length === 1 ? job.config.panels[0]?.id : undefined
    const panelId = customer?.panelId ?? only
    if (!job.rules.isAccountShown || customer === undefined || panelId === undefined) {
      return notOffered(job, asked)
    }
    const identity = { _tag: "Username" as const, username: customer.username }
    const found = yield* users.find(job.tenantId, panelId, identity).pipe(
      Effect.map(Option.getOrNull),
      Effect.orElseSucceed(() => null)
    )
    if (found === null) return renderTemplate(job.rules, "account.unreachable", common(job))
    return renderTemplate(job.rules, asked === "balance" ? "account.balance" : "account.details", {
      ...common(job),
      username: found.username,
      email: masked(found.email),
      balance: found.balance ?? "–",
      spent: found.spent ?? "–",
      currency: found.currency ?? ""
    })
  })

  return Effect.fnUntraced(function* (job: CommandJob, parsed: ParsedMessage, isDirect: boolean) {
    const texts: Array<string> = []
    for (const command of parsed.accountCommands) {
      // What concerns an account is nobody else's business: groups get no answer to it.
      if (command._tag === "Help") texts.push(renderTemplate(job.rules, "help", common(job)))
      else if (!isDirect) continue
      else if (command._tag === "Balance" || command._tag === "Account") {
        texts.push(yield* account(job, command._tag === "Balance" ? "balance" : "account"))
      } else texts.push(notOffered(job, command._tag.toLowerCase()))
    }
    for (const { name, orderIds } of parsed.customs) {
      const own = job.rules.customCommands.find((custom) => custom.name === name)
      if (own === undefined) continue
      const key = `custom.${name}`
      const rules = { templates: { ...job.rules.templates, [key]: own.reply } }
      texts.push(renderTemplate(rules, key, { ...common(job), order_ids: orderIds.join(", ") }))
    }
    return texts
  })
})
