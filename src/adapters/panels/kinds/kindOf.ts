import type { PanelAccount } from "../../../ports/PanelAccounts.ts"
import { genericKind } from "./generic/GenericKind.ts"
import type { MakeKind } from "./PanelKind.ts"
import { perfectKind } from "./perfect/PerfectKind.ts"
import { rentalKind } from "./rental/RentalKind.ts"
import { userKind } from "./user/UserKind.ts"

const kinds: Readonly<Record<PanelAccount["kind"], MakeKind>> = {
  perfect_admin_v2: perfectKind,
  rental_admin_v1: rentalKind,
  user_api_v2: userKind,
  generic: genericKind
}

/** How to speak to the panel of this account. */
export const kindOf: MakeKind = (tools, account) => kinds[account.kind](tools, account)
