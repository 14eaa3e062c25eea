FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-production.lock /tmp/
# The lock is whole, but for what pyproject.toml leaves out of it.
RUN python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r /tmp/requirements-production.lock

FROM python:3.13-slim-trixie
# The number is part of the contract: the secrets that the product reads belong to it (docs/deploy.md).
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /venv /venv
# For the volumes of the documents and of the heads: a new one takes its owner from here.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/casework/documents /var/lib/casework/audit-heads
WORKDIR /app
# Root's, so that the product cannot change its own code.
COPY manage.py ./
COPY config config
COPY casework casework
COPY workflows workflows
COPY notifications notifications
# The settings ask for these; none of them reaches the image.
RUN RASSO_SECRET_KEY=build RASSO_ORIGIN=https://build.example RASSO_ALLOWED_HOSTS=build.example \
    python manage.py collectstatic --noinput --ignore viewflow
USER 10001
EXPOSE 8000
# /dev/shm: a heartbeat file on a disk can block a worker. No control socket: the file system is read-only.
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=8", \
     "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", \
     "--logger-class=config.access_log.AccessLog"]
