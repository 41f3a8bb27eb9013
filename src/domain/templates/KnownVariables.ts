import { templateGroups } from "./TemplateGroups.ts"
import { rootOf } from "./TemplateVariants.ts"

/** Every variable with an example. */
export const variableExamples: Readonly<Record<string, string>> = {
  ...Object.assign({}, ...templateGroups.map(({ variables }) => variables)),
  start_time: "2026-01-31 12:00 UTC"
}

const common = ["order_id", "order_ids", "command", "hours", "support_number"]
const accepted = [...common, "status", "current_status"]
const closing = accepted.filter((name) => name !== "hours")
const asked = [...common, "username"]
const known = [...accepted, "username", "service", "link", "quantity", "start_count", "remains"]
const account = ["username", "support_number"]

/** What is filled in where, the first that fits; a text that nothing fits has none. */
const places: ReadonlyArray<readonly [key: RegExp, names: ReadonlyArray<string>]> = [
  [/start_time$/, [...known, "window", "wait", "start_time"]],
  [/^(reason\.)?(not_owned|not_found|switched_off)$/, asked],
  [/^(reason\.)?panel_unreachable$/, common],
  [/^(reason\.)?ambiguous$/, [...common, "panels", "panel"]],
  [/^(cancel|refund|refill|speedup)\.(added|recorded|recorded_safe|pending_speedup)\b/, accepted],
  [/^recorded_safe$/, accepted],
  [/^in_progress/, asked],
  [/^command_off$/, ["command", ...account]],
  [/^wrong_command$/, ["support_number"]],
  [/^((cancel|refill|speedup)\.(done|late|rejected)|request)\b/, closing],
  [/^(reason\.)?(cancel|refund|refill|speedup|guarantee|status|details)\b/, known],
  [/^bulk\.too_many$/, ["limit", "count"]],
  [/^bulk\.single_only$/, ["command"]],
  [/^bulk\.detailed$/, ["command", "groups", "total", "ok", "failed"]],
  [/^bulk\.group\.failed$/, ["count"]],
  [/^bulk\.item\.failed$/, ["order_id", "reason"]],
  [/^bulk\.compact\.mixed$/, ["ok", "skipped", "total"]],
  [/^bulk\.(compact\.(ok|recorded|recorded_safe)|group)\b/, ["order_ids", "count"]],
  [/^registration\.mail\./, ["username", "code", "hours"]],
  [/^registration\.ticket$/, [...account, "code", "hours"]],
  [/^registration\.code_sent$/, [...account, "code", "hours", "email"]],
  [/^(not_registered|registration\.too_many)/, ["support_number"]],
  [/^account\.(balance|details)$/, [...account, "email", "balance", "spent", "currency"]],
  [/^registration\.expired$/, ["username"]],
  [/^(registration|account)\./, account],
  [/^rate_limited$/, ["minutes", "support_number"]],
  [/^help$/, account],
  [/^word\.(minute|hour|day)s?$/, ["count"]]
]

/** The variables that are filled in this text, each with an example; a variant has those of what it stands for. */
export const knownVariables = (key: string): Readonly<Record<string, string>> => {
  const place = rootOf(key) === "reason.status" ? "reason.status" : key
  const names = places.find(([keys]) => keys.test(place))?.[1] ?? []
  return Object.fromEntries(names.map((name) => [name, variableExamples[name] ?? ""]))
}

/** What a custom command's text may name (WF-03). */
export const customVariables: Readonly<Record<string, string>> = Object.fromEntries(
  [...account, "order_ids"].map((name) => [name, variableExamples[name] ?? ""])
)
