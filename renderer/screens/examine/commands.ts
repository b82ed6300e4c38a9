import type { App } from '../../state/app.js'

/** Lets the person choose a folder and examines it. */
export async function chooseAndVerify(app: App): Promise<void> {
  await verifyWith(app, () => app.bridge.request('verify-folder', undefined))
}

export async function examineDropped(app: App, files: readonly File[]): Promise<void> {
  await verifyWith(app, () => app.bridge.verifyDropped(files))
}

type Verify = () => ReturnType<App['bridge']['verifyDropped']>

async function verifyWith({ dispatch, request, store }: App, verify: Verify): Promise<void> {
  if (store.state().verification.status === 'running') await request('cancel-verification', undefined)
  dispatch({ type: 'verification-asked' })
  const outcome = await verify()
  if (outcome.ok) dispatch({ type: 'verification-started', folder: outcome.value })
  else dispatch({ type: 'noticed', error: outcome.error })
}

export async function chooseAndInspect(app: App): Promise<void> {
  await inspectWith(app, () => app.bridge.request('inspect-file', undefined))
}

export async function inspectDropped(app: App, files: readonly File[]): Promise<void> {
  await inspectWith(app, () => app.bridge.inspectDropped(files))
}

type Inspect = () => ReturnType<App['bridge']['inspectDropped']>

async function inspectWith({ dispatch, store }: App, inspect: Inspect): Promise<void> {
  const before = store.state().inspection
  dispatch({ type: 'inspection', state: { status: 'running' } })
  const outcome = await inspect()
  if (!outcome.ok) dispatch({ type: 'noticed', error: outcome.error })
  dispatch({
    type: 'inspection',
    state: outcome.ok && outcome.value ? { status: 'ended', file: outcome.value } : before,
  })
}
