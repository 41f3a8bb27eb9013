import KeyRound from "lucide-solid/icons/key-round"
import { createSignal, Show } from "solid-js"
import { makeLinkFor } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Modal } from "../ui/Drawer.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { HandedLink } from "./HandedLink.tsx"

/** The admin makes a link for somebody who lost his password, or his phone as well. */
export const OwnerLink = (props: { readonly username: string }) => {
  const act = createAct()
  const [isOpen, setOpen] = createSignal(false)
  const [dropsFactor, setDropsFactor] = createSignal(false)
  const [link, setLink] = createSignal<{ readonly path: string; readonly expiresAt: number } | null>(null)
  const close = () => {
    setOpen(false)
    setLink(null)
    setDropsFactor(false)
  }
  const make = () =>
    void act.run(async () =>
      setLink(await makeLinkFor({ username: props.username, dropsFactor: dropsFactor() }))
    )
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <KeyRound class="size-4" aria-hidden="true" />
        Password link
      </Button>
      <Show when={isOpen()}>
        <Modal isOpen title={`A new password for ${props.username}`} onClose={close}>
          <Show
            when={link()}
            fallback={
              <>
                <p class="mb-3">
                  You get a link to hand on. The password until now works until the link is used; then every
                  log-in of {props.username} ends.
                </p>
                <label class="mb-3 flex min-h-8 items-center gap-2">
                  <input
                    type="checkbox"
                    class="size-4 accent-(--solid)"
                    checked={dropsFactor()}
                    onChange={(event) => setDropsFactor(event.currentTarget.checked)}
                  />
                  The phone is lost: take the second factor away, too
                </label>
                <FormTrouble trouble={act.trouble()} />
                <div class="flex justify-end gap-2">
                  <Button onClick={close}>Back</Button>
                  <Button look="solid" data-autofocus isBusy={act.isBusy()} onClick={make}>
                    Make the link
                  </Button>
                </div>
              </>
            }
          >
            {(one) => <HandedLink username={props.username} path={one().path} expiresAt={one().expiresAt} />}
          </Show>
        </Modal>
      </Show>
    </>
  )
}
