// How a state is shown at first where that isn't as usual, such as a picture as a heat-map: taken over when it comes,
// and given back when it goes, unless a reader has chosen otherwise meanwhile.

const USUALLY = { show: "numbers", speed: 1 };

/** Keeps in mind what the present state asked for. */
export function createLooks() {
  let asked = {};

  return {
    /** The first state: what it asks for is there. */
    begin(opens = {}) {
      asked = opens;
    },
    /** What changes in how things are shown ({ show, speed }) with a state that asks for something. */
    take(opens = {}, shown) {
      const names = Object.keys({ ...asked, ...opens }).filter((name) => asked[name] !== opens[name]);
      const own = names.filter((name) => name in opens || shown[name] === asked[name]);
      asked = opens;
      return Object.fromEntries(own.map((name) => [name, opens[name] ?? USUALLY[name]]));
    },
  };
}
