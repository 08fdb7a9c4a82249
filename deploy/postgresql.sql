-- A role and its database. Run by an administrator of the server:
--   psql -v name=collegial -v password=SECRET -f postgresql.sql
\set ON_ERROR_STOP on
CREATE ROLE :"name" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
