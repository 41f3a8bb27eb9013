import { abilityWords } from "../../../domain/PanelKind.ts"
import type { DetectedPanel, KeyAbility } from "../../../ports/PanelDetection.ts"

const kinds: Readonly<Record<DetectedPanel["kind"], string>> = {
  perfect_admin_v2: "This is a Perfect Panel, and the key is one of its admin API.",
  rental_admin_v1: "This is a Rental Panel, and the key is one of its admin API.",
  user_api_v2: "This is a panel's user API, and the key is a customer's."
}

/** What was found, in sentences for the owner. */
export const abilitySentences = (kind: DetectedPanel["kind"], ability: KeyAbility): ReadonlyArray<string> => [
  kinds[kind],
  ...abilityWords(ability),
  ...(kind === "user_api_v2" ? [] : [externalIds(ability), providers(ability), services(ability)])
]

const externalIds = ({ externalIds }: KeyAbility): string =>
  externalIds === null
    ? "There was no order to tell whether the key sees the providers' order numbers."
    : externalIds
      ? "The key sees the providers' order numbers."
      : "The key does not see the providers' order numbers: give it that right in the panel, or requests cannot be forwarded with them."

const providers = ({ providers }: KeyAbility): string =>
  providers === null
    ? "There was no order to tell whether the key sees who delivers."
    : providers
      ? "The key sees who delivers an order."
      : "The key does not see who delivers an order: requests go to the fallback."

const services = ({ services }: KeyAbility): string =>
  services === null
    ? "For the list of services, a customer's key of the user API is needed; without it, services are learned from orders."
    : services
      ? "The list of services can be read."
      : "The user API does not accept the customer's key: the list of services cannot be read."
