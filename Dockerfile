# One image for every Airflow service: the pinned packages of requirements/run.txt and the project, nothing else.
# Packages from an index of your own:  docker build --secret id=pip_conf,src=$HOME/.config/pip/pip.conf .
FROM python:3.11.14-slim-bookworm

ENV PATH=/opt/warehouse/.venv/bin:$PATH \
    AIRFLOW_HOME=/var/lib/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/warehouse/dags \
    WAREHOUSE_HOME=/var/lib/warehouse

RUN useradd --uid 50000 --create-home warehouse \
    && install --directory --owner warehouse --group warehouse /opt/warehouse /var/lib/warehouse /var/lib/airflow
WORKDIR /opt/warehouse
USER warehouse

COPY --chown=warehouse:warehouse pyproject.toml ./
COPY --chown=warehouse:warehouse requirements ./requirements
COPY --chown=warehouse:warehouse scripts ./scripts
RUN --mount=type=secret,id=pip_conf,target=/etc/pip.conf,mode=0444 \
    --mount=type=cache,target=/tmp/uv,uid=50000,gid=50000 \
    UV_CACHE_DIR=/tmp/uv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 scripts/bootstrap.sh run

COPY --chown=warehouse:warehouse . .
RUN python -m compileall -q -x '^\./\.venv/' . && airflow version

CMD ["airflow", "version"]
