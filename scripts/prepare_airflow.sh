#!/bin/sh
# Before Airflow's services start: its database at the right version, and the administrator's password in place.
set -eu
airflow db migrate
umask 077
python -c 'import json, os, sys; json.dump({"admin": os.environ["AIRFLOW_ADMIN_PASSWORD"]}, sys.stdout)' \
    >"$AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"
