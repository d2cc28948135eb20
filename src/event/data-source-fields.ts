// Fields that Linux data sources and Elastic's rules use and that ECS does not have. Names are facts of the products
// (auditbeat, Auditd Manager, Elastic Defend, Kubernetes audit logs, Kibana alerts); the list is ours.

/**
 * The same notation as `ECS_FIELDS`, and `*` for parents under which every name is known. `auditd.data` is keyword
 * throughout: auditbeat ships all of it as strings, and rules are written against strings.
 */
export const DATA_SOURCE_FIELDS = `
agent: hostname
auditd: message_type messages result sequence=long session
auditd.data: * a0 a1 a2 a3 acct addr arch argc audit_enabled cipher class comm data exe exit family grantors hostname id items key kind ksize len mac mode msg name new_ses old old_auid old_ses op path pfs proctitle reason res result rport ses sig spid subj suid syscall terminal tty type unit vm
auditd.data.socket: addr family path port saddr
auditd.file.selinux: domain level role user
auditd.log: * sequence=long
auditd.paths: cap_fe cap_fi cap_fp cap_frootid cap_fver dev inode item mode name nametype obj_domain obj_level obj_role obj_user ogid ouid rdev
auditd.summary: how
auditd.summary.actor: primary secondary
auditd.summary.object: primary secondary type
auditd.user: auid
auditd.user.audit: id name
auditd.user.audit.group: id name
auditd.user.filesystem: id name
auditd.user.filesystem.group: id name
auditd.user.new_auid: id name
auditd.user.old_auid: id name
auditd.user.saved: id name
auditd.user.saved.group: id name
auditd.user.selinux: category domain level role user
destination: path
elastic.agent: id
file.Ext: entropy=double header_bytes
file.Ext.original: extension gid group mode name owner path uid
file.selinux: domain level role user
flow: complete=boolean final=boolean
group.Ext.real: id name
host: containerized=boolean
host.os: codename
host.os.Ext: variant
kibana.alert: ancestors=object depth=long original_time=date reason risk_score=double severity status uuid workflow_status workflow_tags
kibana.alert.group: id index=long
kibana.alert.original_event: * created=date ingested=date risk_score=double sequence=long severity=long
kibana.alert.rule: building_block_type category consumer description enabled license name producer risk_score=double rule_id rule_type_id severity tags type uuid version
kibana.alert.rule.threat: framework
kibana.alert.rule.threat.tactic: id name reference
kibana.alert.rule.threat.technique: id name reference
kibana.alert.rule.threat.technique.subtechnique: id name reference
kubernetes.audit: apiVersion auditID kind level requestReceivedTimestamp=date requestURI sourceIPs stage stageTimestamp=date userAgent verb
kubernetes.audit.annotations: *
kubernetes.audit.impersonatedUser: groups uid username
kubernetes.audit.objectRef: apiGroup apiVersion name namespace resource resourceVersion subresource uid
kubernetes.audit.responseStatus: code=long message reason status
kubernetes.audit.user: groups uid username
kubernetes.audit.user.extra: *
container.labels: *
labels: *
process: created=date ppid=long
process.Ext: ancestry authentication_id command_line_truncated=boolean trusted=boolean trusted_descendant=boolean
process.Ext.load_module: name taint_flags
process.Ext.memfd: flags name
process.ai_agent: is_descendant=boolean name
process.parent.Ext: command_line_truncated=boolean
source: path
system.audit.host: architecture boottime=date containerized=boolean hostname id ip=ip mac type uptime=long
system.audit.package: arch entity_id installtime=date name size=long version
system.audit.socket: egid=long euid=long gid=long uid=long
system.audit.user: dir gid name shell uid user_information
user.Ext.real: id name
user.audit: id name
user.audit.group: id name
user.filesystem: id name
user.filesystem.group: id name
user.new_auid: id name
user.old_auid: id name
user.saved: id name
user.saved.group: id name
user.selinux: category domain level role user
`;
