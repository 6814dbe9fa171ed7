// What goes through a chain: where a cell comes from, and what it reaches, over all steps. The twin of convlib/picture/reach.py.

/** All cells that a cell comes from in the end, weights aside: its receptive field, through all layers. */
export function fieldOf(scene, cell) {
  const [wanted, found] = [new Set([cell]), new Set()];
  const anew = begins(scene);
  for (let term = scene.outs.length - 1; term >= 0; term--) {
    const out = scene.outs[term];
    if (!wanted.has(out)) continue;
    if (anew[term]) wanted.delete(out);
    for (const read of [scene.src[term], scene.factors[term]]) if (read >= 0) found.add(read) && wanted.add(read);
  }
  found.delete(cell);
  return found;
}

/** All cells that in the end come from a cell, through all layers: in whose field it is. */
export function reachOf(scene, cell) {
  const found = new Set();
  const anew = begins(scene);
  const comes = (read) => read === cell || found.has(read);
  scene.outs.forEach((out, term) => {
    if (comes(scene.src[term]) || comes(scene.factors[term])) found.add(out);
    else if (anew[term]) found.delete(out);
  });
  found.delete(cell);
  return found;
}

/** Per term whether its cell is made anew with it: by the first of a step, unless it is stamped on, which adds up. */
function begins(scene) {
  const begun = new Map();
  return scene.outs.map((cell, term) => {
    const isFirst = begun.get(cell) !== scene.stepAt[term];
    begun.set(cell, scene.stepAt[term]);
    return isFirst && !scene.stamped[term];
  });
}
