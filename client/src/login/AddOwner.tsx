import Plus from "lucide-solid/icons/plus"
import { createSignal, Show } from "solid-js"
import { addOwner } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { createForm, textOf } from "./createForm.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { HandedLink } from "./HandedLink.tsx"

interface Made {
  readonly username: string
  readonly path: string
  readonly expiresAt: number
}

/** The admin makes an owner's login and workspace, and hands him a one-time link for his password. */
export const AddOwner = (props: { readonly onAdded: () => void }) => {
  const [isOpen, setOpen] = createSignal(false)
  const [made, setMade] = createSignal<Made | null>(null)
  const close = () => {
    setOpen(false)
    setMade(null)
  }
  return (
    <>
      <Button look="solid" onClick={() => setOpen(true)}>
        <Plus class="size-4" aria-hidden="true" />
        Add an owner
      </Button>
      <Show when={isOpen()}>
        <Modal
          isOpen
          title={made() === null ? "Add an owner" : `A link for ${made()?.username}`}
          onClose={close}
        >
          <Show
            when={made()}
            fallback={
              <OwnerForm
                onMade={(owner) => {
                  setMade(owner)
                  props.onAdded()
                }}
              />
            }
          >
            {(owner) => <HandedLink {...owner()} />}
          </Show>
        </Modal>
      </Show>
    </>
  )
}

const OwnerForm = (props: { readonly onMade: (made: Made) => void }) => {
  const form = createForm(["username", "email"])
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    const username = text("username").trim()
    void form.act.run(async () => {
      const { link } = await addOwner({
        username,
        email: text("email"),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone
      })
      props.onMade({ username, ...link })
    })
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={submit}>
      <Field
        label="Username"
        name="username"
        hint="3 to 32 letters a to z, digits or . _ -"
        trouble={form.troubleOf("username")}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        minlength={3}
        maxlength={32}
        required
        data-autofocus
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        hint="For links when the password is forgotten; may stay empty."
        trouble={form.troubleOf("email")}
        autocomplete="off"
      />
      <FormTrouble trouble={form.trouble()} />
      <Button type="submit" look="solid" class="self-end" isBusy={form.act.isBusy()}>
        Add
      </Button>
    </form>
  )
}
