// The wanted fields as a tree of keys: `process.parent.name` is a node below `process.parent` below `process`. A document may
// spell a way down the tree with dots, so each node has keys of one segment and of several.

/** The slot of a node that is only on the way to fields. */
const NO_SLOT = 0xffff;

interface Node {
  slot: number;
  readonly children: Map<string, number>;
}

/** A key of the objects at `node`, and the node that stands under it. */
export interface TreeKey {
  readonly node: number;
  readonly key: string;
  readonly child: number;
}

/** The tree of some dotted paths. Node 0 is the document. */
export class KeyTree {
  readonly #nodes: Node[] = [{ slot: NO_SLOT, children: new Map() }];

  constructor(paths: readonly string[]) {
    for (const [slot, path] of paths.entries()) {
      const node = this.#nodes[this.nodeOf(path)];
      if (node !== undefined) node.slot = slot;
    }
  }

  /** Nodes, by number: slot, and whether there are fields below. */
  get nodes(): readonly { readonly slot: number; readonly hasChildren: boolean }[] {
    return this.#nodes.map(({ slot, children }) => ({ slot, hasChildren: children.size > 0 }));
  }

  /** The node of a path; made where there is none. */
  nodeOf(path: string): number {
    let at = 0;
    for (const segment of path.split('.')) {
      const children = this.#nodes[at]?.children ?? new Map<string, number>();
      let next = children.get(segment);
      if (next === undefined) {
        next = this.#nodes.push({ slot: NO_SLOT, children: new Map() }) - 1;
        children.set(segment, next);
      }
      at = next;
    }
    return at;
  }

  /** All keys, of one segment and of several. */
  keys(): readonly TreeKey[] {
    return this.#nodes.flatMap((_, node) => this.#below(node, node, ''));
  }

  #below(top: number, node: number, prefix: string): readonly TreeKey[] {
    return [...(this.#nodes[node]?.children ?? [])].flatMap(([segment, child]) => {
      const key = `${prefix}${segment}`;
      return [{ node: top, key, child }, ...this.#below(top, child, `${key}.`)];
    });
  }
}
