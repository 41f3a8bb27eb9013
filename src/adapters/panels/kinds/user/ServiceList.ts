import { Option, Predicate, Result, Schema } from "effect"
import type { OfferedService } from "../../../../ports/Catalogue.ts"
import type { EgressResponse } from "../../../../ports/Egress.ts"
import { PanelError } from "../../../../ports/Panels.ts"
import { looseText } from "../../Loose.ts"
import { safePanelText } from "../../SafePanelText.ts"
import { serviceRow } from "./ServiceRow.ts"

/** More than the largest panels sell. */
const mostServices = 20_000

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** Reads the answer to `action=services` of a user API v2 (facts: panel-apis 1a): each id once, what is no service left out. */
export const readServiceList = ({
  status,
  text
}: EgressResponse): Result.Result<ReadonlyArray<OfferedService>, PanelError> => {
  if (status >= 300 && status < 400)
    return refuse("NotConfigured", "The panel's address leads to another one. Enter that one.")
  if (status >= 500) return unreadable
  const json = Option.getOrUndefined(decodeJson(text))
  const message = Predicate.hasProperty(json, "error") ? safePanelText(looseText(json.error) ?? "") : null
  if (status === 401 || status === 403 || (message !== null && /key|auth|permission/i.test(message)))
    return refuse("Unauthorized", "The panel does not accept the key of its user API.")
  if (message !== null)
    return refuse("Refused", message === "" ? "The panel refused." : `The panel said: ${message}`)
  const list = listOf(json)
  if (status >= 300 || list === undefined) return unreadable
  const services = list.slice(0, mostServices).flatMap((value) => Option.toArray(serviceRow(value)))
  // A list that vanished is a fault of the panel far more often than its end.
  if (services.length === 0) return refuse("Refused", "The panel lists no services for this key.")
  return Result.succeed([...new Map(services.map((service) => [service.serviceId, service])).values()])
}

const listOf = (json: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(json)) return json
  for (const name of ["data", "services"] as const) {
    if (Predicate.hasProperty(json, name) && Array.isArray(json[name])) return json[name]
  }
  return undefined
}

const refuse = (reason: PanelError["reason"], safeText: string) =>
  Result.fail(new PanelError({ reason, mayHaveHappened: false, safeText }))

const unreadable = refuse("Unreachable", "The panel did not give a readable list of services.")
