// What system calls and record types mean in ECS. The mapping is that of go-libaudit (Elasticsearch B.V., Apache License 2.0), commit
// bc9ea45, which auditbeat and Auditd Manager build on; the form is ours.

/**
 * One line a meaning: `syscalls` and `records` (names; `*`: every other system call), then what such an event is. `actor.*`, `object.*`, `how` and
 * `source` name fields of the record, of which the first that is there counts; `object` what it was done to, `path` which PATH record tells it;
 * `needs` fields without which the line does not apply; `user…` and `group` which part of the summary tells them.
 */
export const NORMALISATION = `
syscalls=* category=process type=info
syscalls=creat action=opened-file category=file type=creation object=file
syscalls=fallocate,truncate,ftruncate action=opened-file category=file type=change object=file
syscalls=open,openat,readlink,readlinkat action=opened-file category=file type=info object=file
syscalls=read action=read-file category=file type=info object=file
syscalls=write action=wrote-to-file category=file type=change object=file
syscalls=setxattr,fsetxattr,lsetxattr,removexattr,fremovexattr,lremovexattr action=changed-file-attributes-of category=file type=change object=file
syscalls=chmod,fchmod,fchmodat action=changed-file-permissions-of category=file type=change object=file
syscalls=chown,fchown,fchownat,lchown action=changed-file-ownership-of category=file type=change object=file
syscalls=finit_module,init_module records=KERN_MODULE action=loaded-kernel-module category=driver type=start object=file object.primary=name
syscalls=delete_module action=unloaded-kernel-module category=driver type=end object=file
syscalls=mkdir,mkdirat action=created-directory category=file type=creation object=file path=1
syscalls=mount action=mounted category=file type=creation object=filesystem path=1
syscalls=rename,renameat,renameat2 action=renamed category=file type=change object=file path=2
syscalls=access,faccessat,fstatat,newfstatat,stat,stat64,fstat,lstat,getxattr,lgetxattr,fgetxattr action=checked-metadata-of category=file type=info object=file
syscalls=statfs,fstatfs action=checked-filesystem-metadata-of category=file type=info object=filesystem
syscalls=link,linkat action=linked category=file type=creation object=file
syscalls=symlink,symlinkat action=symlinked category=file type=creation object=file
syscalls=umount,umount2 action=unmounted category=file type=deletion object=filesystem
syscalls=rmdir,unlink,unlinkat action=deleted category=file type=deletion object=file
syscalls=utime,utimes,futimesat,futimens,utimensat action=changed-timestamp-of category=file type=info object=file
syscalls=execve,execveat action=executed category=process type=start object=file
syscalls=listen action=listen-for-connections category=network type=start object=socket
syscalls=accept,accept4 action=accepted-connection-from category=network type=connection,start object=socket
syscalls=bind action=bound-socket category=network type=start object=socket
syscalls=connect action=connected-to category=network type=connection,start object=socket
syscalls=recv,recvfrom,recvmsg,recvmmsg action=received-from category=network type=connection,info object=socket
syscalls=send,sendto,sendmsg,sendmmsg action=sent-to category=network type=connection,info object=socket
syscalls=kill,tkill,tgkill action=killed-pid category=process type=end object=process
syscalls=setuid,seteuid,setfsuid,setreuid,setgid,setegid,setfsgid,setregid,setresuid,setresgid action=changed-identity-of category=process type=change object=process how=syscall
syscalls=settimeofday,clock_settime,stime,adjtimex,clock_adjtime records=TIME_ADJNTPVAL,TIME_INJOFFSET action=changed-system-time category=host type=change object=system
syscalls=mknod,mknodat action=make-device category=file type=creation object=file
syscalls=sethostname,setdomainname action=changed-system-name category=host type=change object=system
syscalls=mmap,mmap2,brk action=allocated-memory category=process type=info object=memory
syscalls=sched_setparam,sched_setscheduler,sched_setattr action=adjusted-scheduling-policy-of category=process type=change object=process how=syscall
syscalls=exit_group action=end category=process type=end object=process how=syscall
records=ACCT_LOCK action=locked-account category=iam type=user,info
records=ACCT_UNLOCK action=unlocked-account category=iam type=user,info
records=ADD_GROUP action=added-group-account-to category=iam type=group,creation object=account object.primary=id,acct user=actor.primary user.effective=actor.secondary group=object.primary
records=ADD_USER action=added-user-account category=iam type=user,creation object=account object.primary=id,acct user=actor.primary user.effective=actor.secondary user.target=object.primary
records=DEL_GROUP action=deleted-group-account-from category=iam type=group,deletion object=account object.primary=id,acct user=actor.primary user.effective=actor.secondary group=object.primary
records=DEL_USER action=deleted-user-account category=iam type=user,deletion object=account object.primary=id,acct user=actor.primary user.effective=actor.secondary user.target=object.primary
records=GRP_MGMT action=modified-group-account category=iam type=group,change object=account object.primary=id,acct user=actor.primary group=actor.secondary user.effective=uid
records=ROLE_ASSIGN action=assigned-user-role-to category=iam type=user,change object=account object.primary=id,acct
records=ROLE_MODIFY action=modified-role category=iam type=change
records=ROLE_REMOVE action=removed-user-role-from category=iam type=user,change object=account object.primary=id,acct
records=USER_MGMT action=modified-user-account category=iam type=user,change object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.target=actor.secondary user.effective=uid
records=USER_CHAUTHTOK action=changed-password category=iam type=user,change object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=uid user.target=actor.secondary
records=GRP_CHAUTHTOK action=changed-group-password category=iam type=group,change object=user-session object.primary=acct object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=uid group=actor.secondary
records=CRED_ACQ action=acquired-credentials category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=CRED_DISP action=disposed-credentials category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=CRED_REFR action=refreshed-credentials category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=GRP_AUTH action=authenticated-to-group category=authentication type=info user=actor.primary user.effective=actor.secondary
records=LOGIN action=changed-login-id-to category=authentication type=start object=user-session object.primary=new-auid,new_auid,auid actor.primary=old_auid,old-auid actor.secondary=uid user=actor.primary user.effective=object.primary
records=USER_ACCT action=was-authorized category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=USER_AUTH action=authenticated category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=USER_END action=ended-session category=session type=end object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=USER_ERR action=error category=authentication type=info object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal source=addr user=actor.primary user.effective=actor.secondary
records=USER_LOGIN action=logged-in category=authentication type=start object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal source=addr user=actor.primary user.effective=actor.secondary
records=USER_LOGOUT action=logged-out category=authentication type=end object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal user=actor.primary user.effective=actor.secondary
records=USER_ROLE_CHANGE action=changed-role-to object=user-session object.primary=selected-context object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal
records=USER_START action=started-session category=session type=start object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal source=addr user=actor.primary user.effective=actor.secondary
records=VIRT_CONTROL action=issued-vm-control category=host type=info object=virtual-machine object.primary=op object.secondary=vm
records=VIRT_CREATE action=created-vm-image category=host type=info
records=VIRT_DESTROY action=deleted-vm-image category=host type=info
records=VIRT_INTEGRITY_CHECK action=checked-integrity-of category=host type=info
records=VIRT_MACHINE_ID action=assigned-vm-id category=host type=info object=virtual-machine object.primary=vm
records=VIRT_MIGRATE_IN action=migrated-vm-from category=host type=info
records=VIRT_MIGRATE_OUT action=migrated-vm-to category=host type=info
records=VIRT_RESOURCE action=assigned-vm-resource category=host type=info object=virtual-machine object.primary=resrc object.secondary=vm
records=CHGRP_ID action=changed-group category=process type=change
records=CHUSER_ID action=changed-user-id category=process type=change
records=TEST action=sent-test category=process type=info
records=TRUSTED_APP action=unknown category=process type=info
records=USER_CMD action=ran-command category=process type=start object=process object.primary=cmd
records=SYSTEM_BOOT action=booted-system category=host type=start object=system
records=SYSTEM_RUNLEVEL action=changed-to-runlevel category=host type=change object=system object.primary=new-level
records=SYSTEM_SHUTDOWN action=shutdown-system category=host type=end object=system
records=SERVICE_START action=started-service category=process type=start object=service object.primary=unit
records=SERVICE_STOP action=stopped-service category=process type=end object=service object.primary=unit
records=CONFIG_CHANGE action=changed-audit-configuration category=process,configuration type=change object=audit-config object.primary=op,key,audit_enabled,audit_pid,audit_backlog_limit,audit_failure
records=DAEMON_ABORT action=aborted-auditd-startup category=process type=end object=service
records=DAEMON_ACCEPT action=remote-audit-connected category=network type=connection,start object=service
records=DAEMON_CLOSE action=remote-audit-disconnected category=network type=connection,start object=service
records=DAEMON_CONFIG action=changed-auditd-configuration category=process,configuration type=change object=service
records=DAEMON_END action=shutdown-audit category=process type=end object=service
records=DAEMON_ERR action=audit-error category=process type=info object=service
records=DAEMON_RECONFIG action=reconfigured-auditd category=process,configuration type=info object=service
records=DAEMON_RESUME action=resumed-audit-logging category=process type=change object=service
records=DAEMON_ROTATE action=rotated-audit-logs category=process type=change object=service
records=DAEMON_START action=started-audit category=process type=start object=service
records=KERNEL action=initialized-audit-subsystem category=process type=info
records=USYS_CONFIG action=changed-configuration category=configuration type=change object=system object.primary=op
records=NETFILTER_CFG action=loaded-firewall-rule-to category=configuration type=change object=firewall object.primary=table
records=FEATURE_CHANGE action=changed-audit-feature category=configuration type=change object=system object.primary=feature
records=TTY,USER_TTY action=typed object=keystrokes object.primary=data how=comm,exe
records=AVC action=violated-selinux-policy object.primary=tcontext object.secondary=tclass actor.primary=scontext needs=seresult
records=AVC action=violated-apparmor-policy object=policy object.primary=operation object.secondary=requested_mask,denied_mask,capname needs=apparmor
records=FS_RELABEL action=relabeled-filesystem object=mac-config
records=LABEL_LEVEL_CHANGE action=modified-level-of object=printer object.primary=printer
records=LABEL_OVERRIDE action=overrode-label-of object=mac-config
records=MAC_CHECK action=mac-permission
records=MAC_CONFIG_CHANGE action=changed-selinux-boolean category=configuration type=change object=mac-config object.primary=bool
records=MAC_POLICY_LOAD action=loaded-selinux-policy category=configuration type=access object=mac-config
records=MAC_STATUS action=changed-selinux-enforcement category=configuration type=change object=mac-config object.primary=enforcing
records=USER_AVC action=access-permission
records=USER_MAC_CONFIG_CHANGE action=changed-mac-configuration category=configuration type=change object=mac-config
records=USER_MAC_POLICY_LOAD action=loaded-mac-policy category=configuration type=access object=mac-config
records=USER_SELINUX_ERR action=access-error
records=SECCOMP action=violated-seccomp-policy object=process object.primary=syscall
records=SELINUX_ERR action=caused-mac-policy-error object=system
records=CRYPTO_KEY_USER action=negotiated-crypto-key category=process type=info object=user-session object.primary=fp object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal source=addr
records=CRYPTO_LOGIN action=crypto-officer-logged-in
records=CRYPTO_LOGOUT action=crypto-officer-logged-out category=process type=info
records=CRYPTO_SESSION action=started-crypto-session category=process type=info object=user-session object.primary=addr object.secondary=rport actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal source=addr
records=DAC_CHECK action=access-result
records=ANOM_ABEND action=crashed-program kind=alert category=process,intrusion_detection type=end,info object=process object.primary=comm,exe object.secondary=pid how=sig
records=ANOM_EXEC action=attempted-execution-of-forbidden-program kind=alert category=process,intrusion_detection type=start,info object=process object.primary=cmd how=terminal
records=ANOM_LINK action=used-suspicious-link kind=alert category=file,intrusion_detection type=access,info
records=ANOM_LOGIN_FAILURES action=failed-log-in-too-many-times-to kind=alert category=authentication,intrusion_detection type=start,denied object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal
records=ANOM_LOGIN_LOCATION action=attempted-log-in-from-unusual-place-to kind=alert category=authentication,intrusion_detection type=start,denied object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal
records=ANOM_LOGIN_SESSIONS action=opened-too-many-sessions-to kind=alert category=authentication,intrusion_detection type=start,denied object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal
records=ANOM_LOGIN_TIME action=attempted-log-in-during-unusual-hour-to kind=alert category=authentication,intrusion_detection type=start,denied object=user-session object.primary=terminal object.secondary=addr,hostname actor.primary=auid actor.secondary=acct,id,uid how=exe,terminal
records=ANOM_PROMISCUOUS action=changed-promiscuous-mode-on-device kind=alert category=intrusion_detection type=info,change object=network-device object.primary=dev
records=ANOM_RBAC_INTEGRITY_FAIL action=tested-file-system-integrity-of kind=alert category=intrusion_detection type=info object=filesystem object.primary=hostname
records=AUDIT_ANOM_LOGIN_ACCT action=attempted-log-in-to-watched-account kind=alert category=authentication,intrusion_detection type=start,denied
records=ANOM_MAX_DAC action=max-discretionary-access-control-failures-reached kind=alert category=intrusion_detection type=info
records=ANOM_MAX_MAC action=max-mandatory-access-control-failures-reached kind=alert category=intrusion_detection type=info
records=ANOM_AMTU_FAIL action=abstract-machine-test-utility-failure kind=alert category=intrusion_detection type=info
records=ANOM_RBAC_FAIL action=rbac-self-test-failure kind=alert category=intrusion_detection type=info
records=ANOM_CRYPTO_FAIL action=crypto-system-test-failure kind=alert category=intrusion_detection type=info
records=ANOM_MK_EXE action=made-an-executable kind=alert category=file,intrusion_detection type=change,info
records=ANOM_ACCESS_FS action=accessed-watched-file-or-directory kind=alert category=file,intrusion_detection type=access,info
records=ANOM_ADD_ACCT action=added-user-account kind=alert category=iam,intrusion_detection type=user,creation,info
records=ANOM_DEL_ACCT action=deleted-user-account kind=alert category=iam,intrusion_detection type=user,deletion,info
records=ANOM_MOD_ACCT action=modified-user-account kind=alert category=iam,intrusion_detection type=user,change,info
records=ANOM_ROOT_TRANS action=user-became-root kind=alert category=authentication,intrusion_detection type=start,info
records=ANOM_LOGIN_SERVICE action=service-account-attempted-login kind=alert category=authentication,intrusion_detection type=start,denied
records=USER action=sent-message object.primary=addr
records=SOFTWARE_UPDATE action=package-updated category=package type=info
`;
