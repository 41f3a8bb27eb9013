import type { Gift } from "./GiftField.tsx"
import { GiftField } from "./GiftField.tsx"

/** What all services promise that staff deliver by hand. */
export const ManualGuarantee = (props: {
  readonly label: string
  readonly value: unknown
  readonly isDisabled: boolean
  readonly save: (value: unknown) => Promise<boolean>
}) => (
  <GiftField
    label={props.label}
    gift={props.value as Gift | null}
    none="Read their names"
    isDisabled={props.isDisabled}
    save={props.save}
  />
)
