/**
 * The stories of samples/: which slices of the recording stand in which file, what was changed in them, and which
 * events each rule must join into an alert. Every file has hosts of its own, so that no two files share a join key.
 */
import {
  meterpreterAttack,
  meterpreterNearMiss,
  opensForFingerprint,
  udpAttack,
  udpAttackOf,
  udpNearMiss,
} from './auditd-stories.mjs';
import {
  backgroundAttack,
  backgroundNearMiss,
  backgroundOf,
  nohupShell,
  reverseShellAttack,
  reverseShellNearMiss,
  setsidShell,
  socatShellOf,
  suspiciousParentAttack,
  suspiciousParentNearMiss,
} from './defend-stories.mjs';
import { makeHost } from './hosts.mjs';
import { vary } from './recording.mjs';
import { Log, story } from './story.mjs';

/** The bundled rules by short name: id, and the fields of the first event that make the join key. */
export const RULES = {
  meterpreter: {
    id: '5c895b4f-9133-4e68-9e23-59902175355c',
    by: ['host.id', 'process.pid', 'user.id'],
  },
  udp: {
    id: 'a5eb21b7-13cc-4b94-9fe2-29bb2914e037',
    by: ['host.id', 'process.pid', 'process.parent.pid'],
  },
  reverseShell: {
    id: '48b3d2e3-f4e8-41e6-95e6-9b2091228db3',
    by: ['host.id', 'process.entity_id'],
  },
  suspiciousParent: {
    id: '4b1a807a-4e7b-414e-8cea-24bf580f6fc5',
    by: ['host.id', 'process.parent.entity_id'],
  },
  background: { id: '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39', by: [] },
};

/**
 * Every sample file, as `story` describes it.
 *
 * `recording`: what `readRecording` gives.
 */
export function stories(recording) {
  const log = new Log(recording);
  return [
    meterpreterAttack(log),
    meterpreterNearMiss(log),
    udpAttack(log),
    udpNearMiss(log),
    reverseShellAttack(log),
    reverseShellNearMiss(log),
    suspiciousParentAttack(log),
    suspiciousParentNearMiss(log),
    backgroundAttack(log),
    backgroundNearMiss(log),
    mixedStory(log),
    searchReply(log),
    auditdManager(log),
  ];
}

/** Three hosts in a few minutes: an event rule, a sequence and a sample, among ordinary work. */
function mixedStory(log) {
  const setsid = vary(setsidShell(log), { minutes: 1 });
  const socat = vary(log.acts('shell-socat'), { minutes: 2 });
  const fingerprint = vary(log.acts('meterpreter-fingerprint'), { minutes: 3 });
  const later = (label, minutes) => vary(log.acts(label), { minutes });
  const web = [...log.acts('benign-login-shell'), ...setsid, ...later('benign-build', 4)];
  const app = [...log.acts('benign-loopback'), ...socat, ...later('benign-python-http', 3)];
  const db = [...log.acts('benign-ls'), ...fingerprint, ...later('benign-cat-passwd', 4)];
  return story(
    'attack.ndjson',
    ['background', 'reverseShell', 'meterpreter'],
    [
      { shape: 'defend', host: makeHost('web-11', '192.0.2.111'), records: web },
      { shape: 'defend', host: makeHost('app-11', '192.0.2.112'), records: app },
      { shape: 'auditbeat', host: makeHost('db-11', '192.0.2.113'), records: db },
    ],
    [
      backgroundOf(setsid, 'setsid'),
      socatShellOf(socat),
      { rule: 'meterpreter', records: opensForFingerprint(fingerprint) },
    ],
  );
}

/** The reply of a search, pretty-printed as a browser or a console saves it. */
function searchReply(log) {
  const nohup = nohupShell(log);
  return story(
    'search-reply.json',
    ['background'],
    [{ shape: 'defend', host: makeHost('vpn-01', '192.0.2.61'), records: nohup }],
    [backgroundOf(nohup, 'nohup')],
    'hits',
  );
}

/** The integration's shape of the same records, compressed. */
function auditdManager(log) {
  const netcat = log.step('shell-udp-nc');
  const records = [...netcat, ...log.acts('benign-cat-passwd')];
  return story(
    'auditd-manager.ndjson.gz',
    ['udp'],
    [{ shape: 'manager', host: makeHost('ntp-01', '192.0.2.71'), records }],
    [udpAttackOf(netcat)],
  );
}
