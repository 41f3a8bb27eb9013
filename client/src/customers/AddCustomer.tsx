import { createSignal } from "solid-js"
import { addCustomer, type Customer } from "../api/CustomerGateway.ts"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import type { Catalogue } from "../api/ServiceGateway.ts"
import { AreaField } from "../ui/AreaField.tsx"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { emptyDraft, sent } from "./CustomerDraft.ts"
import { CustomerFields } from "./CustomerFields.tsx"

interface AddCustomerProps {
  readonly panels: ReadonlyArray<Catalogue>
  readonly onAdded: (customer: Customer) => void
  readonly onClose: () => void
}

const lines = (text: string): ReadonlyArray<string> =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "")

/** A username with its first numbers. */
export const AddCustomer = (props: AddCustomerProps) => {
  const [draft, setDraft] = createSignal(emptyDraft)
  const [whatsapp, setWhatsapp] = createSignal("")
  const [telegram, setTelegram] = createSignal("")
  const act = createAct()
  const troubles = () => fieldTroubles(act.trouble())
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void act.run(async () =>
      props.onAdded(
        await addCustomer({
          ...sent(draft()),
          whatsapp: lines(whatsapp()),
          telegram: lines(telegram())
        })
      )
    )
  }
  return (
    <Drawer
      isOpen
      title="Add customer"
      onClose={props.onClose}
      foot={
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" form="add-customer" look="solid" isBusy={act.isBusy()}>
            Add customer
          </Button>
        </div>
      }
    >
      <form id="add-customer" class="flex flex-col gap-3 p-4" novalidate onSubmit={submit}>
        <CustomerFields
          isNew
          draft={draft()}
          panels={props.panels}
          troubles={troubles()}
          onType={(values) => setDraft((now) => ({ ...now, ...values }))}
        >
          <AreaField
            label="WhatsApp numbers"
            name="whatsapp"
            hint="One per line, with the country code, in any form: +977 980-0000100."
            inputmode="tel"
            value={whatsapp()}
            trouble={troubles().get("whatsapp")}
            onInput={(event) => setWhatsapp(event.currentTarget.value)}
          />
          <AreaField
            label="Telegram ids"
            name="telegram"
            hint="One per line: the account’s number, not its @name."
            value={telegram()}
            trouble={troubles().get("telegram")}
            onInput={(event) => setTelegram(event.currentTarget.value)}
          />
        </CustomerFields>
        <FormTrouble trouble={troubles().size === 0 ? act.trouble() : null} />
      </form>
    </Drawer>
  )
}
