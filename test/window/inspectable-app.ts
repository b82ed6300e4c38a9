import { makeInspectable } from './packaged-app.js'

/** Once before all tests of the window. */
export function setup(): void {
  makeInspectable()
}
